package io.tollgate.chat.guard;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.openai.AnswerChoice;
import io.tollgate.chat.openai.AnswerEvents;
import io.tollgate.chat.openai.AnswerText;
import io.tollgate.chat.openai.AnswerTexts;
import io.tollgate.chat.openai.JsonText;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Stands between a provider's answer and the client: whatever reaches the client has passed it. Chunks that need no change go
 * through byte for byte. Chunks that only open a choice wait for its first text, so that an answer which is forbidden from the
 * beginning can still be refused as a whole. One answer, one instance, one thread.
 */
final class AnswerGuard implements AnswerStage {

    /** What may wait for the first text. */
    private static final int OPENING_MAX = 64 * 1024;

    private final StreamGuard guard;
    private final Map<String, String> originals;
    private final BiConsumer<StreamGuard.Key, String> said;
    private final Supplier<String> moderation;
    private final Consumer<Boolean> atEnd;
    private final Map<StreamGuard.Key, Restoration> restorations = new LinkedHashMap<>(2);
    private final TreeSet<Integer> seen = new TreeSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private Buffer opening = Buffer.buffer(0);
    private boolean begun;
    private boolean ended;

    /**
     * @param originals what the provider saw placeholders for
     * @param said takes what goes out, text by text
     * @param moderation the answer's {@code moderation} member, empty if none was asked for; asked once, at the end
     * @param atEnd told once when the answer has ended, and whether the client has all of it
     */
    AnswerGuard(
            StreamGuard guard,
            Map<String, String> originals,
            BiConsumer<StreamGuard.Key, String> said,
            Supplier<String> moderation,
            Consumer<Boolean> atEnd) {
        this.guard = guard;
        this.originals = originals;
        this.said = said;
        this.moderation = moderation;
        this.atEnd = atEnd;
        this.begun = guard.mode() == StreamMode.AUDIT;
    }

    @Override
    public Buffer events(Buffer events, Supplier<String> head) throws MalformedAnswerException {
        Buffer out = Buffer.buffer(events.length());
        EventReader reader = new EventReader(out, head);
        AnswerEvents.read(events, reader);
        if (reader.malformed) {
            throw new MalformedAnswerException("an event of the stream is not valid JSON", out);
        }
        return out;
    }

    private final class EventReader implements AnswerEvents.Reader {
        private final Buffer out;
        private final Supplier<String> head;
        private boolean malformed;

        EventReader(Buffer out, Supplier<String> head) {
            this.out = out;
            this.head = head;
        }

        @Override
        public void chunk(byte[] bytes, int start, int end, int dataStart, int dataEnd) {
            if (isBlocked() || malformed) {
                return;
            }
            try {
                AnswerTexts answer = AnswerTexts.read(bytes, dataStart, dataEnd - dataStart);
                if (answer.isError() && answer.choices().isEmpty()) {
                    // It takes the place of the answer, or of the rest of it.
                    out.appendBytes(bytes, start, end - start);
                } else {
                    relay(bytes, start, end, answer.choices(), out, head);
                }
            } catch (IOException unreadable) {
                malformed = true;
            }
        }

        @Override
        public void other(byte[] bytes, int start, int end) {
            if (!isBlocked() && !malformed) {
                out.appendBytes(bytes, start, end - start);
            }
        }
    }

    private void relay(
            byte[] bytes, int start, int end, List<AnswerChoice> choices, Buffer out, Supplier<String> head) {
        Map<AnswerText, String> passed = new LinkedHashMap<>(2);
        Map<StreamGuard.Key, String> rest = new LinkedHashMap<>(0);
        for (AnswerChoice choice : choices) {
            seen.add(choice.index());
            pass(choice, passed);
            if (choice.isFinished() && !guard.isBlocked()) {
                finish(choice, passed, rest);
            }
        }
        if (guard.isBlocked()) {
            passed.forEach((text, piece) -> say(key(text), piece, out, head));
            rest.forEach((key, piece) -> say(key, piece, out, head));
            return;
        }
        boolean bare = !choices.isEmpty();
        boolean silent = true;
        for (AnswerChoice choice : choices) {
            bare &= choice.isBare();
            silent &= !choice.isFinished();
        }
        silent &= passed.values().stream().allMatch(String::isEmpty);
        boolean changed = passed.entrySet().stream()
                .anyMatch(text -> !text.getKey().text().equals(text.getValue()));
        if (bare && silent && changed) {
            return;
        }
        if (!begun && silent && rest.isEmpty() && opening.length() < OPENING_MAX) {
            append(bytes, start, end, choices, passed, changed, opening);
            return;
        }
        begin(out);
        rest.forEach((key, piece) -> say(key, piece, out, head));
        passed.forEach((text, piece) -> said.accept(key(text), piece));
        append(bytes, start, end, choices, passed, changed, out);
        choices.stream().filter(AnswerChoice::isFinished).forEach(choice -> finished.add(choice.index()));
    }

    private void pass(AnswerChoice choice, Map<AnswerText, String> passed) {
        for (AnswerText text : choice.texts()) {
            passed.put(text, restored(key(text), guard.append(key(text), text.text())));
        }
    }

    /** What was held back of a choice belongs before its end: with the same text in this chunk, or in a chunk of its own. */
    private void finish(AnswerChoice choice, Map<AnswerText, String> passed, Map<StreamGuard.Key, String> rest) {
        ended(choice.index()).forEach((key, piece) -> {
            AnswerText here = passed.keySet().stream()
                    .filter(text -> key(text).equals(key))
                    .findFirst()
                    .orElse(null);
            if (here == null) {
                rest.merge(key, piece, String::concat);
            } else {
                passed.merge(here, piece, String::concat);
            }
        });
    }

    private Map<StreamGuard.Key, String> ended(int choice) {
        Map<StreamGuard.Key, String> rest = new LinkedHashMap<>(2);
        guard.finish(choice).forEach((key, piece) -> rest.put(key, restored(key, piece)));
        restorations.forEach((key, restoration) -> {
            if (key.choice() == choice && restoration.isHolding() && !guard.isBlocked()) {
                rest.merge(key, restoration.finish(), String::concat);
            }
        });
        rest.values().removeIf(String::isEmpty);
        return rest;
    }

    private String restored(StreamGuard.Key key, String piece) {
        if (originals.isEmpty()) {
            return piece;
        }
        boolean insideJson = key.field().endsWith("arguments");
        return restorations
                .computeIfAbsent(key, none -> new Restoration(originals, insideJson))
                .append(piece);
    }

    private void begin(Buffer out) {
        begun = true;
        if (opening.length() > 0) {
            out.appendBuffer(opening);
            opening = Buffer.buffer(0);
        }
    }

    private void say(StreamGuard.Key key, String piece, Buffer out, Supplier<String> head) {
        if (!piece.isEmpty()) {
            begin(out);
            said.accept(key, piece);
            out.appendBuffer(JsonText.chunk(head.get(), key.choice(), key.field(), piece));
        }
    }

    /** The event, with the texts as they passed. The probabilities of tokens repeat the text, so they go where it changed. */
    private static void append(
            byte[] bytes,
            int start,
            int end,
            List<AnswerChoice> choices,
            Map<AnswerText, String> passed,
            boolean changed,
            Buffer out) {
        if (!changed) {
            out.appendBytes(bytes, start, end - start);
            return;
        }
        List<Edit> edits = new ArrayList<>(2);
        for (AnswerChoice choice : choices) {
            boolean touched = false;
            for (AnswerText text : choice.texts()) {
                String piece = passed.getOrDefault(text, "");
                if (!piece.equals(text.text())) {
                    touched = true;
                    edits.add(new Edit(text.start(), text.end(), JsonText.quoted(piece)));
                }
            }
            if (touched && choice.hasLogprobs()) {
                edits.add(new Edit(choice.logprobsStart(), choice.logprobsEnd(), "null"));
            }
        }
        Edit.apply(edits, bytes, start, end, out);
    }

    @Override
    public Buffer rest(Supplier<String> head) {
        Buffer out = Buffer.buffer();
        for (int choice : seen) {
            if (!guard.isBlocked()) {
                ended(choice).forEach((key, piece) -> say(key, piece, out, head));
            }
        }
        if (!guard.isBlocked()) {
            begin(out);
            out.appendBuffer(moderationChunk(head));
        }
        return out;
    }

    @Override
    public boolean isBlocked() {
        return guard.isBlocked();
    }

    @Override
    public GatewayFailure failure() {
        return GatewayFailure.invalid(
                "content_filter", null, "The answer was withheld by this gateway's content policy.");
    }

    @Override
    public Buffer blockedEnd(int choices, Supplier<String> head) {
        Buffer out = Buffer.buffer();
        begin(out);
        IntStream.range(0, choices).forEach(seen::add);
        for (int choice : seen) {
            if (!finished.contains(choice)) {
                out.appendBuffer(JsonText.finish(head.get(), choice, "content_filter"));
            }
        }
        return out.appendBuffer(moderationChunk(head));
    }

    @Override
    public void ended(boolean complete) {
        if (!ended) {
            ended = true;
            atEnd.accept(complete);
        }
    }

    private Buffer moderationChunk(Supplier<String> head) {
        String member = moderation.get();
        return member.isEmpty()
                ? Buffer.buffer()
                : Buffer.buffer("data: " + head.get() + "\"choices\":[]," + member + "}\n\n");
    }

    @Override
    public Buffer plain(Buffer answer) throws IOException {
        byte[] bytes = answer.getBytes();
        List<AnswerChoice> choices = AnswerTexts.read(bytes, 0, bytes.length).choices();
        Map<AnswerText, String> passed = new LinkedHashMap<>();
        for (AnswerChoice choice : choices) {
            for (AnswerText text : choice.texts()) {
                passed.put(text, restored(key(text), guard.whole(key(text), text.text())));
            }
            finish(choice, passed, new LinkedHashMap<>(0));
        }
        if (guard.isBlocked()) {
            return Buffer.buffer();
        }
        passed.forEach((text, piece) -> said.accept(key(text), piece));
        boolean changed = passed.entrySet().stream()
                .anyMatch(text -> !text.getKey().text().equals(text.getValue()));
        Buffer out = Buffer.buffer(bytes.length + 256);
        append(bytes, 0, bytes.length, choices, passed, changed, out);
        String member = moderation.get();
        return member.isEmpty() ? out : withMember(out, member);
    }

    /** An answer is an object with members, as it has choices. */
    private static Buffer withMember(Buffer answer, String member) {
        int end = answer.length() - 1;
        while (answer.getByte(end) != '}') {
            end--;
        }
        return answer.getBuffer(0, end)
                .appendString("," + member, StandardCharsets.UTF_8.name())
                .appendBuffer(answer.getBuffer(end, answer.length()));
    }

    private static StreamGuard.Key key(AnswerText text) {
        return new StreamGuard.Key(text.choice(), text.field());
    }
}
