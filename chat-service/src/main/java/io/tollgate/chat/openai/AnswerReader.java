package io.tollgate.chat.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads a chat completion, or one chunk of a stream, as far as metering needs it. */
public final class AnswerReader {

    /** Above any model's context. A larger count is nonsense, and its price could not be calculated: not reported. */
    private static final long COUNT_MAX = 1_000_000_000;

    private static final int NAME_LENGTH_MAX = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /**
     * What one JSON object of an answer holds.
     *
     * @param choices how many elements {@code choices} has
     * @param error whether a top-level {@code error} is present that says something
     * @param emptyErrorKey offset of the key of an {@code error} that says nothing: null, false, or empty; -1 if there is none
     * @param emptyErrorEnd offset after its value
     * @param usageKey offset of the key {@code usage}, -1 if there is none or its value is not an object
     * @param usageStart offset of the {@code usage} object, -1 likewise
     * @param usageEnd offset after it
     */
    public record Shape(
            int choices,
            boolean error,
            int emptyErrorKey,
            int emptyErrorEnd,
            int usageKey,
            int usageStart,
            int usageEnd) {
        boolean hasEmptyError() {
            return emptyErrorKey >= 0;
        }

        public boolean hasUsage() {
            return usageStart >= 0;
        }
    }

    private AnswerReader() {}

    /**
     * @param facts takes what the answer says about itself
     * @throws IOException if the bytes are not one JSON object
     */
    public static Shape read(byte[] json, int offset, int length, AnswerFacts facts) throws IOException {
        try (JsonParser parser = JSON.createParser(json, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is not a JSON object");
            }
            int choices = 0;
            boolean error = false;
            int emptyErrorKey = -1;
            int emptyErrorEnd = -1;
            int usageKey = -1;
            int usageStart = -1;
            int usageEnd = -1;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                int key = (int) parser.currentTokenLocation().getByteOffset();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "id" -> ifText(parser, facts::id);
                    case "model" -> ifText(parser, facts::model);
                    case "service_tier" -> ifText(parser, facts::serviceTier);
                    case "created" -> ifTime(parser, facts::created);
                    case "choices" -> choices = countElements(parser);
                    case "data" -> facts.elements(countElements(parser));
                    case "duration" -> ifSeconds(parser, facts);
                    case "error" -> {
                        if (saysSomething(parser)) {
                            error = true;
                        } else {
                            emptyErrorKey = key;
                            emptyErrorEnd = (int) parser.currentLocation().getByteOffset();
                        }
                    }
                    case "usage" -> {
                        if (value == JsonToken.START_OBJECT) {
                            usageKey = key;
                            usageStart = (int) parser.currentTokenLocation().getByteOffset();
                            readUsage(parser, facts);
                            usageEnd = (int) parser.currentLocation().getByteOffset();
                        } else {
                            parser.skipChildren();
                        }
                    }
                    case "x_groq" -> readWrapped(parser, facts);
                    default -> parser.skipChildren();
                }
            }
            return new Shape(choices, error, emptyErrorKey, emptyErrorEnd, usageKey, usageStart, usageEnd);
        }
    }

    /** Some providers send {@code "error": null} with every chunk. Reads to the value's end. */
    private static boolean saysSomething(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL, VALUE_FALSE -> false;
            case VALUE_STRING -> !parser.getText().isEmpty();
            case START_ARRAY -> countElements(parser) > 0;
            case START_OBJECT -> {
                boolean empty = true;
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    empty = false;
                    parser.nextToken();
                    parser.skipChildren();
                }
                yield !empty;
            }
            default -> true;
        };
    }

    /** Groq reports a stream's usage within an object of its own. */
    private static void readWrapped(JsonParser parser, AnswerFacts facts) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean usage = "usage".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.START_OBJECT && usage) {
                readUsage(parser, facts);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void readUsage(JsonParser parser, AnswerFacts facts) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                // Pictures and speech have newer names for the same.
                case "prompt_tokens", "input_tokens" -> ifCount(parser, facts::promptTokens);
                case "completion_tokens", "output_tokens" -> ifCount(parser, facts::completionTokens);
                case "seconds" -> ifSeconds(parser, facts);
                // DeepSeek's own, which also where it reports no details are a part of the prompt's tokens.
                case "prompt_cache_hit_tokens" -> ifCount(parser, facts::cachedTokens);
                case "prompt_tokens_details", "input_tokens_details", "input_token_details" ->
                    readDetails(parser, facts::promptDetail);
                case "completion_tokens_details" -> readDetails(parser, facts::completionDetail);
                default -> parser.skipChildren();
            }
        }
    }

    private interface Detail {
        void take(String name, long value);
    }

    private static void readDetails(JsonParser parser, Detail detail) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            ifCount(parser, value -> detail.take(name, value));
        }
    }

    private static void ifText(JsonParser parser, Consumer<String> take) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            if (isName(text)) {
                take.accept(text);
            }
        }
        parser.skipChildren();
    }

    /** Whether an event can carry it; a name that it cannot is taken for one that was not given. */
    private static boolean isName(String text) {
        return text.length() <= NAME_LENGTH_MAX
                && !text.isBlank()
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void ifTime(JsonParser parser, LongConsumer take) throws IOException {
        if (isLong(parser)) {
            take.accept(parser.getLongValue());
        }
        parser.skipChildren();
    }

    private static boolean isLong(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private static void ifCount(JsonParser parser, LongConsumer take) throws IOException {
        if (isLong(parser) && parser.getLongValue() >= 0 && parser.getLongValue() <= COUNT_MAX) {
            take.accept(parser.getLongValue());
        }
        parser.skipChildren();
    }

    /** Begun seconds count whole. */
    private static void ifSeconds(JsonParser parser, AnswerFacts facts) throws IOException {
        if (parser.currentToken().isNumeric()) {
            double seconds = parser.getDoubleValue();
            if (seconds >= 0 && seconds <= COUNT_MAX) {
                facts.audioSeconds((long) Math.ceil(seconds));
            }
        }
        parser.skipChildren();
    }

    private static int countElements(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return 0;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            count++;
        }
        return count;
    }
}
