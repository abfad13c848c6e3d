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
    private boolean truncated;

    /** @param charactersMax of all turns together */
    Transcript(int charactersMax) {
        this.room = charactersMax;
    }

    void asked(String text) {
        if (!text.isEmpty() && hasRoom()) {
            asked.add(new Turn(Stage.INPUT, "user", take(text), null, null));
        }
    }

    void answered(StreamGuard.Key key, String piece) {
        if (!piece.isEmpty() && hasRoom()) {
            answered.computeIfAbsent(key, none -> new StringBuilder()).append(take(piece));
        }
    }

    /** Nothing of what was answered belongs to it. */
    void unanswered() {
        answered.clear();
    }

    private boolean hasRoom() {
        truncated |= room <= 0;
        return room > 0;
    }

    /** Whether something was left out. */
    boolean isTruncated() {
        return truncated;
    }

    /** Never half a character. */
    private String take(String text) {
        int length = Math.min(room, text.length());
        if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        truncated |= length < text.length();
        room -= Math.max(length, 1);
        return text.substring(0, length);
    }

    /** @param masked applied to every whole text: the pieces of an answer may cut what is to be masked */
    List<Turn> turns(UnaryOperator<String> masked) {
        List<Turn> turns = new ArrayList<>();
        asked.forEach(turn -> turns.add(new Turn(turn.stage(), turn.role(), masked.apply(turn.text()), null, null)));
        answered.forEach((key, text) -> turns.add(
                new Turn(Stage.OUTPUT, "assistant", masked.apply(text.toString()), key.choice(), key.field())));
        return turns;
    }
}
