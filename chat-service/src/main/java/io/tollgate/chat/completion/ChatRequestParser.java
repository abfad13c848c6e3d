package io.tollgate.chat.completion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.tollgate.chat.failure.GatewayFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a chat completion request what decides something, in one pass over the bytes and without building a tree.
 * A field given twice is refused: the provider might take the other one than we checked.
 */
final class ChatRequestParser {

    private static final int CHOICES_MAX = 128;
    private static final int MODEL_LENGTH_MAX = 256;
    private static final int USER_LENGTH_MAX = 512;
    private static final int NESTING_MAX = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    // The body's own bound is checked before it is read, so one string may be all of it.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // A location in a message must not quote the body.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // JSON is UTF-8. In UTF-16 or with a byte order mark the offsets of our edits would be wrong.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final byte[] body;
    private final JsonParser json;
    private final Set<String> seen = new HashSet<>();
    private final MessagesReader messages;

    private @Nullable String model;
    private @Nullable ByteRange modelRange;
    private boolean stream;
    private @Nullable StreamOptions streamOptions;
    private OptionalInt maxTokens = OptionalInt.empty();
    private @Nullable ByteRange nullOutputBound;
    private int choices = 1;
    private String serviceTier = "default";
    private @Nullable String user;
    private @Nullable String safetyIdentifier;

    private ChatRequestParser(byte[] body, JsonParser json) {
        this.body = body;
        this.json = json;
        this.messages = new MessagesReader(json);
    }

    /** @throws InvalidRequestException naming the offending field */
    static ChatRequest parse(byte[] body) throws InvalidRequestException {
        try (JsonParser json = JSON.createParser(body)) {
            return new ChatRequestParser(body, json).parse();
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    /** Says where and what, but never quotes the body: the parser's own messages repeat what they could not read. */
    private static InvalidRequestException malformed(JsonProcessingException malformed) {
        String reason =
                switch (malformed) {
                    case JsonEOFException _ -> "it ends too early";
                    case StreamConstraintsException limit -> limit.getOriginalMessage();
                    default -> "it is not valid JSON in UTF-8";
                };
        JsonLocation location = malformed.getLocation();
        // A limit that is exceeded has no location.
        String where =
                location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        return InvalidRequestException.at(
                null, "We could not parse the JSON body of your request: " + reason + where + ".");
    }

    private ChatRequest parse() throws IOException, InvalidRequestException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at(null, "The body must be a JSON object.");
        }
        int bodyStart = (int) json.currentTokenLocation().getByteOffset() + 1;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            int key = tokenStart();
            json.nextToken();
            readField(field, key);
        }
        if (json.nextToken() != null) {
            throw InvalidRequestException.at(null, "The body must end after the JSON object.");
        }
        String requestedModel = model;
        ByteRange range = modelRange;
        if (requestedModel == null || range == null) {
            throw missing("model");
        }
        if (!seen.contains("messages")) {
            throw missing("messages");
        }
        return new ChatRequest(
                body,
                bodyStart,
                requestedModel,
                range,
                stream,
                streamOptions,
                maxTokens,
                nullOutputBound,
                choices,
                messages.count(),
                messages.mediaParts(),
                serviceTier,
                safetyIdentifier == null ? user : safetyIdentifier,
                messages.texts());
    }

    private void readField(String field, int key) throws IOException, InvalidRequestException {
        switch (field) {
            case "model" -> {
                once(field);
                int start = tokenStart();
                model = text(field, MODEL_LENGTH_MAX);
                modelRange = new ByteRange(start, tokenEnd());
                requireNotBlank(field, model);
            }
            case "messages" -> {
                once(field);
                messages.read();
            }
            case "stream" -> {
                once(field);
                stream = json.currentToken() != JsonToken.VALUE_NULL && bool(field);
            }
            case "stream_options" -> {
                once(field);
                streamOptions = readStreamOptions();
            }
            case "max_tokens", "max_completion_tokens" -> {
                once(field);
                readMaxTokens(field, key);
            }
            case "n" -> {
                once(field);
                choices = json.currentToken() == JsonToken.VALUE_NULL ? 1 : integer(field, 1, CHOICES_MAX);
            }
            case "service_tier" -> {
                once(field);
                String tier = optionalText(field, MODEL_LENGTH_MAX);
                if (tier != null) {
                    requireNotBlank(field, tier);
                }
                serviceTier = tier == null || tier.equals("auto") ? "default" : tier;
            }
            case "user" -> {
                once(field);
                user = optionalText(field, USER_LENGTH_MAX);
            }
            case "safety_identifier" -> {
                once(field);
                safetyIdentifier = optionalText(field, USER_LENGTH_MAX);
            }
            default -> json.skipChildren();
        }
    }

    private void readMaxTokens(String field, int key) throws IOException, InvalidRequestException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            ByteRange member = new ByteRange(key, tokenEnd());
            // Where both are null, the one whose key stays as it is: it must not be written a second time.
            if (nullOutputBound == null || field.equals("max_completion_tokens")) {
                nullOutputBound = member;
            }
            return;
        }
        int value = integer(field, 1, Integer.MAX_VALUE);
        maxTokens = OptionalInt.of(Math.max(value, maxTokens.orElse(0)));
    }

    private StreamOptions readStreamOptions() throws IOException, InvalidRequestException {
        int start = tokenStart();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return new StreamOptions(new ByteRange(start, tokenEnd()), false, true, null, false);
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at("stream_options", "'stream_options' must be an object.");
        }
        boolean empty = true;
        ByteRange includeUsage = null;
        boolean usageIncluded = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            empty = false;
            String field = json.currentName();
            json.nextToken();
            if (field.equals("include_usage")) {
                once("stream_options.include_usage");
                int valueStart = tokenStart();
                usageIncluded = json.currentToken() != JsonToken.VALUE_NULL && bool("stream_options.include_usage");
                includeUsage = new ByteRange(valueStart, tokenEnd());
            } else {
                json.skipChildren();
            }
        }
        return new StreamOptions(new ByteRange(start, tokenEnd()), true, empty, includeUsage, usageIncluded);
    }

    private void once(String field) throws InvalidRequestException {
        if (!seen.add(field)) {
            throw InvalidRequestException.at(field, "'" + field + "' is given twice.");
        }
    }

    private @Nullable String optionalText(String field, int lengthMax) throws IOException, InvalidRequestException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : text(field, lengthMax);
    }

    private String text(String field, int lengthMax) throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw InvalidRequestException.at(field, "'" + field + "' must be a string.");
        }
        String value = json.getText();
        if (value.length() > lengthMax) {
            throw InvalidRequestException.at(
                    field, "'" + field + "' must be at most " + lengthMax + " characters long.");
        }
        // It goes into events, which cannot carry half of a surrogate pair.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw InvalidRequestException.at(field, "'" + field + "' must be valid Unicode.");
        }
        return value;
    }

    private static void requireNotBlank(String field, String value) throws InvalidRequestException {
        if (value.isBlank()) {
            throw InvalidRequestException.at(field, "'" + field + "' must not be blank.");
        }
    }

    private boolean bool(String field) throws IOException, InvalidRequestException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw InvalidRequestException.at(field, "'" + field + "' must be true or false.");
        }
        return json.getBooleanValue();
    }

    private int integer(String field, int min, int max) throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw InvalidRequestException.at(field, "'" + field + "' must be an integer.");
        }
        long value;
        try {
            value = json.getLongValue();
        } catch (JsonProcessingException tooLarge) {
            throw InvalidRequestException.at(field, "'" + field + "' must be between " + min + " and " + max + ".");
        }
        if (value < min || value > max) {
            throw InvalidRequestException.at(field, "'" + field + "' must be between " + min + " and " + max + ".");
        }
        return (int) value;
    }

    private int tokenStart() {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private int tokenEnd() throws IOException {
        json.finishToken();
        return (int) json.currentLocation().getByteOffset();
    }

    private static InvalidRequestException missing(String field) {
        return new InvalidRequestException(GatewayFailure.invalid(
                "missing_required_parameter", field, "Missing required parameter: '" + field + "'."));
    }
}
