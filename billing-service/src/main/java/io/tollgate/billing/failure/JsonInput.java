package io.tollgate.billing.failure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A JSON object from a caller. Each accessor notes a problem instead of throwing and then returns a placeholder, so the
 * values may only be used after {@link #finish()}, which reports all problems together.
 */
public final class JsonInput {

    private final JsonNode root;
    private final Problems problems;
    private final Set<String> read = new HashSet<>();
    private final List<JsonInput> nested = new ArrayList<>();

    private JsonInput(JsonNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
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
        return new JsonInput(root, new Problems());
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

    /** An integer within bounds, both included, that may be left out. */
    public Optional<Long> optionalInteger(String field, long least, long most) {
        read.add(field);
        return isAbsent(field) ? Optional.empty() : Optional.of(integer(field, least, most));
    }

    /** A list of integers within bounds, both included, that may be left out; at most {@code mostItems} of them. */
    public Optional<List<Integer>> integers(String field, int mostItems, int least, int most) {
        read.add(field);
        if (isAbsent(field)) {
            return Optional.empty();
        }
        List<Integer> integers = new ArrayList<>();
        JsonNode value = root.get(field);
        value.forEach(element ->
                integers.add(element.isIntegralNumber() && element.canConvertToInt() ? element.intValue() : least - 1));
        if (!value.isArray()
                || integers.size() > mostItems
                || integers.stream().anyMatch(integer -> integer < least || integer > most)) {
            problems.add(field, "must be a list of at most " + mostItems + " integers from " + least + " to " + most);
            return Optional.of(List.of());
        }
        return Optional.of(integers);
    }

    /** A list of texts that may be left out, each 1 to {@code longest} characters; at most {@code most} of them. */
    public Optional<List<String>> texts(String field, int most, int longest) {
        read.add(field);
        if (isAbsent(field)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        JsonNode value = root.get(field);
        value.forEach(
                element -> texts.add(element.isTextual() ? element.textValue().strip() : ""));
        if (!value.isArray() || texts.size() > most || texts.stream().anyMatch(text -> !fits(text, longest))) {
            problems.add(
                    field, "must be a list of at most " + most + " strings, each of 1 to " + longest + " characters");
            return Optional.of(List.of());
        }
        return Optional.of(texts.stream().distinct().toList());
    }

    /** An object whose values are texts, that may be left out. */
    public Optional<Map<String, String>> textMap(String field, int most, int longestName, int longestValue) {
        read.add(field);
        if (isAbsent(field)) {
            return Optional.empty();
        }
        Map<String, String> texts = new TreeMap<>();
        JsonNode value = root.get(field);
        value.properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        entry.getValue().isTextual() ? entry.getValue().textValue() : ""));
        boolean fit = texts.entrySet().stream()
                .allMatch(entry -> fits(entry.getKey(), longestName) && fits(entry.getValue(), longestValue));
        if (!value.isObject() || texts.size() > most || !fit) {
            problems.add(
                    field,
                    "must be an object of at most " + most + " strings, with names of 1 to " + longestName
                            + " and values of 1 to " + longestValue + " characters");
            return Optional.of(Map.of());
        }
        return Optional.of(texts);
    }

    /** An object within this one, whose problems are reported with this one's; empty if left out. */
    public Optional<JsonInput> object(String field) {
        read.add(field);
        if (isAbsent(field)) {
            return Optional.empty();
        }
        if (!root.get(field).isObject()) {
            problems.add(field, "must be an object");
            return Optional.empty();
        }
        JsonInput inner = new JsonInput(root.get(field), problems);
        nested.add(inner);
        return Optional.of(inner);
    }

    /** Whether the field is there and null, which is how a caller takes a value away. */
    public boolean isNull(String field) {
        read.add(field);
        JsonNode value = root.get(field);
        return value != null && value.isNull();
    }

    private static boolean fits(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.indexOf('\0') < 0;
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
        noteUnread();
        problems.throwIfAny();
    }

    private void noteUnread() {
        root.fieldNames().forEachRemaining(field -> {
            if (!read.contains(field)) {
                problems.add(field, "is not known here");
            }
        });
        nested.forEach(JsonInput::noteUnread);
    }
}
