package io.tollgate.chat.guard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The text of a transcription in one of the forms in which it is asked for, and the same form with another text. */
sealed interface Transcription {

    /** All that was said. */
    String text();

    /**
     * @param mask applied to the text
     * @throws IOException if what is masked in the text cannot be masked in this form
     */
    Buffer masked(UnaryOperator<String> mask) throws IOException;

    /** @throws IOException if no text is found where this form has it */
    static Transcription of(Buffer answer) throws IOException {
        String content = answer.toString(StandardCharsets.UTF_8);
        String start = content.stripLeading();
        if (start.startsWith("{")) {
            return Document.of(content);
        }
        return start.startsWith("data:") || start.startsWith("event:") ? Events.of(content) : new Written(content);
    }

    /** {@code json} and {@code verbose_json}. Words and segments say the same once more, cut where the speaker paused. */
    record Document(JsonObject document, String text) implements Transcription {

        static Document of(String content) throws IOException {
            JsonObject document = parsed(content);
            if (!(document.getValue("text") instanceof String text)) {
                throw new IOException("a transcription has no text");
            }
            return new Document(document, text);
        }

        @Override
        public Buffer masked(UnaryOperator<String> mask) {
            JsonObject masked = document.copy().put("text", mask.apply(text));
            masked.remove("words");
            masked.remove("segments");
            return masked.toBuffer();
        }
    }

    /** {@code stream}: pieces, and at last the whole text. */
    record Events(JsonObject last, String text) implements Transcription {

        static Events of(String content) throws IOException {
            StringBuilder pieces = new StringBuilder();
            JsonObject last = new JsonObject().put("type", "transcript.text.done");
            for (String line : content.lines().toList()) {
                String data = line.startsWith("data:")
                        ? line.substring("data:".length()).strip()
                        : "";
                if (data.startsWith("{")) {
                    JsonObject event = parsed(data);
                    pieces.append(event.getString("delta", ""));
                    last = event.containsKey("text") ? event : last;
                }
            }
            String whole = last.getString("text", "");
            // Each of the two is what a client may show.
            String both = whole.contentEquals(pieces) || pieces.isEmpty() ? whole : pieces + "\n" + whole;
            if (both.isBlank()) {
                throw new IOException("a streamed transcription has no text");
            }
            return new Events(last, both);
        }

        @Override
        public Buffer masked(UnaryOperator<String> mask) {
            String whole = last.getString("text", text);
            return Buffer.buffer(
                    "data: " + last.copy().put("text", mask.apply(whole)).encode() + "\n\ndata: [DONE]\n\n");
        }
    }

    /** {@code text}, {@code srt} and {@code vtt}. The times between the lines of subtitles are no part of what was said. */
    record Written(String content, String text) implements Transcription {

        private static final Pattern TIMES =
                Pattern.compile("(?m)^(?:\\d+\\s*\\R)?[\\d:.,]+\\s*-->\\s*[\\d:.,]+.*$|^WEBVTT.*$");
        private static final Pattern BREAKS = Pattern.compile("\\s*\\R\\s*");

        Written(String content) {
            this(
                    content,
                    BREAKS.matcher(TIMES.matcher(content).replaceAll(""))
                            .replaceAll(" ")
                            .strip());
        }

        @Override
        public Buffer masked(UnaryOperator<String> mask) throws IOException {
            String masked = mask.apply(content);
            if (!new Written(masked).text.equals(mask.apply(text))) {
                throw new IOException("what is to be masked goes across lines of subtitles");
            }
            return Buffer.buffer(masked);
        }
    }

    private static JsonObject parsed(String json) throws IOException {
        try {
            return new JsonObject(json);
        } catch (DecodeException malformed) {
            // The parser's message quotes what it read.
            throw new IOException("a transcription is not valid JSON");
        }
    }
}
