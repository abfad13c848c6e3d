package io.tollgate.chat.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tollgate.chat.failure.GatewayFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request's own {@code moderation} member: results with the answer, and, where it says so, a refusal of what is flagged. It is
 * this gateway's to answer; the provider never sees it.
 *
 * @param model the moderation model that was asked for
 * @param blocksInput whether a flagged request is refused
 * @param blocksOutput whether a flagged answer is withheld
 */
record InlineModeration(String model, boolean blocksInput, boolean blocksOutput) {

    private static final String MEMBER = "moderation";
    private static final byte[] QUOTED = ("\"" + MEMBER + "\"").getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> MODELS = Set.of(
            "omni-moderation-latest", "omni-moderation-2024-09-26", "text-moderation-latest", "text-moderation-stable");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The member's place in a body, and what it says. */
    record Found(@Nullable InlineModeration moderation, Edit removal) {}

    /** It is not what the interface promises. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient GatewayFailure failure;

        Refused(String param, String message) {
            super(message);
            this.failure = GatewayFailure.invalid(param, message);
        }

        GatewayFailure failure() {
            return failure;
        }
    }

    /**
     * @param body a JSON object that was parsed before
     * @return null if it has no such member
     */
    static @Nullable Found in(byte[] body) throws Refused {
        if (!isObject(body) || !mentions(body)) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = parser.currentName().equals(MEMBER);
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                if (isIt) {
                    InlineModeration moderation = read(parser);
                    return new Found(moderation, removal(body, start, (int)
                            parser.currentLocation().getByteOffset()));
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException unreadable) {
            throw new Refused(MEMBER, "The request's body is not valid JSON.");
        }
    }

    private static boolean isObject(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ' && body[at] >= 0) {
            at++;
        }
        return at < body.length && body[at] == '{';
    }

    private static boolean mentions(byte[] body) {
        int last = body.length - QUOTED.length;
        for (int at = 0; at <= last; at++) {
            if (body[at] == '"' && matches(body, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] body, int at) {
        for (int i = 1; i < QUOTED.length; i++) {
            if (body[at + i] != QUOTED[i]) {
                return false;
            }
        }
        return true;
    }

    /** With the comma that belongs to it. */
    private static Edit removal(byte[] body, int start, int end) {
        int before = start - 1;
        while (body[before] <= ' ') {
            before--;
        }
        if (body[before] == ',') {
            return new Edit(before, end, "");
        }
        int after = end;
        while (body[after] <= ' ') {
            after++;
        }
        return new Edit(start, body[after] == ',' ? after + 1 : end, "");
    }

    private static @Nullable InlineModeration read(JsonParser parser) throws IOException, Refused {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        requireObject(parser, MEMBER);
        String model = null;
        boolean[] blocks = new boolean[2];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "model" -> model = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "policy" -> readPolicy(parser, blocks);
                default -> throw unknown(MEMBER + "." + field);
            }
        }
        if (model == null || !MODELS.contains(model)) {
            throw new Refused(
                    MEMBER + ".model",
                    "'moderation.model' must be one of "
                            + String.join(", ", MODELS.stream().sorted().toList()) + ".");
        }
        return new InlineModeration(model, blocks[0], blocks[1]);
    }

    private static void readPolicy(JsonParser parser, boolean[] blocks) throws IOException, Refused {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        requireObject(parser, "moderation.policy");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String stage = parser.currentName();
            parser.nextToken();
            switch (stage) {
                case "input" -> blocks[0] = readMode(parser, "moderation.policy.input");
                case "output" -> blocks[1] = readMode(parser, "moderation.policy.output");
                default -> throw unknown("moderation.policy." + stage);
            }
        }
    }

    private static boolean readMode(JsonParser parser, String path) throws IOException, Refused {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        requireObject(parser, path);
        String mode = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (!field.equals("mode")) {
                throw unknown(path + "." + field);
            }
            mode = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        return switch (mode) {
            case "score" -> false;
            case "block" -> true;
            default -> throw new Refused(path + ".mode", "'" + path + ".mode' must be 'score' or 'block'.");
        };
    }

    private static void requireObject(JsonParser parser, String path) throws Refused {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused(path, "'" + path + "' must be an object or null.");
        }
    }

    private static Refused unknown(String path) {
        return new Refused(path, "Unknown parameter: '" + path + "'.");
    }
}
