package io.tollgate.billing.failure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object from a caller. Each accessor notes a problem instead of throwing and then returns a placeholder, so the
 * values may only be used after {@link #finish()}, which reports all problems together.
 */
public final class JsonInput {

    private final JsonNode root;
    private final Problems problems = new Problems();
    private final Set<String> read = new HashSet<>();

    private JsonInput(JsonNode root) {
        this.root = root;
    }

    /** @throws ApiException 400 if the body is not one JSON object, or names a field twice: which one counts is a guess */
    public static JsonInput parse(ObjectMapper json, byte[] body) {
        JsonNode root;
        try {
            root = json.reader()
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(body);
        } catch (JacksonException failure) {
            throw ApiException.invalid("The body is not valid JSON: " + failure.getOriginalMessage(), null);
        } catch (IOException failure) {
            throw ApiException.invalid("The body cannot be read: " + failure.getMessage(), null);
        }
        if (root == null || !root.isObject()) {
            throw ApiException.invalid("The body must be a JSON object.", null);
        }
        return new JsonInput(root);
    }

    /** A required text without surrounding blanks, 1 to {@code longest} characters. */
    public String text(String field, int longest) {
        Optional<String> value = optionalText(field, longest);
        if (value.isEmpty() && isAbsent(field)) {
            problems.add(field, "is required");
        }
        return value.orElse("");
    }

    /** A text that may be left out. */
    public Optional<String> optionalText(String field, int longest) {
        read.add(field);
        if (isAbsent(field)) {
            return Optional.empty();
        }
        JsonNode value = root.get(field);
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (!value.isTextual()) {
            problems.add(field, "must be a string");
        } else if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
            problems.add(field, "must have 1 to " + longest + " characters, none of them NUL");
        }
        return Optional.of(text);
    }

    /** A required integer within bounds, both included. */
    public long integer(String field, long least, long most) {
        read.add(field);
        JsonNode value = root.get(field);
        if (isAbsent(field)) {
            problems.add(field, "is required");
        } else if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            problems.add(field, "must be an integer from " + least + " to " + most);
        } else {
            return value.longValue();
        }
        return least;
    }

    /** One of a closed set of words; {@code fallback} if left out. */
    public <E> E choice(String field, Map<String, E> choices, E fallback) {
        read.add(field);
        if (isAbsent(field)) {
            return fallback;
        }
        E chosen = choices.get(root.get(field).asText());
        if (chosen == null || !root.get(field).isTextual()) {
            problems.add(field, "must be one of " + String.join(", ", new TreeSet<>(choices.keySet())));
            return fallback;
        }
        return chosen;
    }

    /** One of a closed set of words, required. */
    public <E> E requiredChoice(String field, Map<String, E> choices) {
        if (isAbsent(field)) {
            problems.add(field, "is required, one of " + String.join(", ", new TreeSet<>(choices.keySet())));
        }
        return choice(field, choices, choices.values().iterator().next());
    }

    /** Notes a problem that only the caller of this class can see. */
    public void problem(String field, String message) {
        problems.add(field, message);
    }

    /** Whether the field is missing or null. */
    public boolean isAbsent(String field) {
        JsonNode value = root.get(field);
        return value == null || value.isNull();
    }

    /** @throws ApiException 400 with every problem found, among them fields that nobody asked for */
    public void finish() {
        root.fieldNames().forEachRemaining(field -> {
            if (!read.contains(field)) {
                problems.add(field, "is not known here");
            }
        });
        problems.throwIfAny();
    }
}
