package io.tollgate.chat.guard;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.engine.stream.StreamGuard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What was said in one request, up to a bound: what comes after it is left out. */
final class Transcript {

    private final List<Turn> asked = new ArrayList<>();
    private final Map<StreamGuard.Key, StringBuilder> answered = new LinkedHashMap<>();
    private int room;

    /** @param charactersMax of all turns together */
    Transcript(int charactersMax) {
        this.room = charactersMax;
    }

    void asked(String text) {
        if (room > 0 && !text.isEmpty()) {
            asked.add(new Turn(Stage.INPUT, "user", take(text)));
        }
    }

    void answered(StreamGuard.Key key, String piece) {
        if (room > 0 && !piece.isEmpty()) {
            answered.computeIfAbsent(key, none -> new StringBuilder()).append(take(piece));
        }
    }

    /** Never half a character. */
    private String take(String text) {
        int length = Math.min(room, text.length());
        if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        room -= Math.max(length, 1);
        return text.substring(0, length);
    }

    /** @param masked applied to every whole text: the pieces of an answer may cut what is to be masked */
    List<Turn> turns(UnaryOperator<String> masked) {
        List<Turn> turns = new ArrayList<>();
        asked.forEach(turn -> turns.add(new Turn(turn.stage(), turn.role(), masked.apply(turn.text()))));
        answered.values()
                .forEach(text -> turns.add(new Turn(Stage.OUTPUT, "assistant", masked.apply(text.toString()))));
        return turns;
    }
}
