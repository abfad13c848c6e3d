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
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request's JSON body value by value; what is of the wrong kind or too large is refused by its field's name. */
public final class RequestJson implements AutoCloseable {

    private static final int NESTING_MAX = 200;
    private static final int TAGS_MAX = 16;
    private static final int TAG_NAME_LENGTH_MAX = 64;
    private static final int TAG_VALUE_LENGTH_MAX = 512;

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

    private final JsonParser json;
    private final Set<String> seen = new HashSet<>();

    public RequestJson(byte[] body) throws IOException {
        this.json = JSON.createParser(body);
    }

    public JsonParser parser() {
        return json;
    }

    /** Says where and what, but never quotes the body: the parser's own messages repeat what they could not read. */
    public static InvalidRequestException malformed(JsonProcessingException malformed) {
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

    public static InvalidRequestException missing(String field) {
        return new InvalidRequestException(GatewayFailure.invalid(
                "missing_required_parameter", field, "Missing required parameter: '" + field + "'."));
    }

    public boolean isNull() {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    public void once(String field) throws InvalidRequestException {
        if (!seen.add(field)) {
            throw InvalidRequestException.at(field, "'" + field + "' is given twice.");
        }
    }

    public boolean hasSeen(String field) {
        return seen.contains(field);
    }

    public @Nullable String optionalText(String field, int lengthMax) throws IOException, InvalidRequestException {
        return isNull() ? null : text(field, lengthMax);
    }

    /** A text that goes into events, headers or logs: neither half of a surrogate pair nor a control character. */
    public String text(String field, int lengthMax) throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw InvalidRequestException.at(field, "'" + field + "' must be a string.");
        }
        String value = json.getText();
        if (value.length() > lengthMax) {
            throw InvalidRequestException.at(
                    field, "'" + field + "' must be at most " + lengthMax + " characters long.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw InvalidRequestException.at(field, "'" + field + "' must be valid Unicode.");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw InvalidRequestException.at(field, "'" + field + "' must not contain control characters.");
        }
        return value;
    }

    public static void requireNotBlank(String field, String value) throws InvalidRequestException {
        if (value.isBlank()) {
            throw InvalidRequestException.at(field, "'" + field + "' must not be blank.");
        }
    }

    public boolean bool(String field) throws IOException, InvalidRequestException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw InvalidRequestException.at(field, "'" + field + "' must be true or false.");
        }
        return json.getBooleanValue();
    }

    public int integer(String field, int min, int max) throws IOException, InvalidRequestException {
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

    /** A request's {@code metadata}. */
    Map<String, String> tags(String field) throws IOException, InvalidRequestException {
        if (isNull()) {
            return Map.of();
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at(field, "'" + field + "' must be an object.");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (name.isBlank() || name.length() > TAG_NAME_LENGTH_MAX || !isClean(name)) {
                throw InvalidRequestException.at(
                        field,
                        "The keys of '" + field + "' must have 1 to " + TAG_NAME_LENGTH_MAX
                                + " characters, none of them a control character.");
            }
            json.nextToken();
            tags.put(name, text(field + "." + name, TAG_VALUE_LENGTH_MAX));
            if (tags.size() > TAGS_MAX) {
                throw InvalidRequestException.at(field, "'" + field + "' must have at most " + TAGS_MAX + " members.");
            }
        }
        return tags;
    }

    private static boolean isClean(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Offset of the current token's first byte. */
    public int tokenStart() {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    /** Offset after the current token's last byte. */
    public int tokenEnd() throws IOException {
        json.finishToken();
        return (int) json.currentLocation().getByteOffset();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
