package io.tollgate.moderation.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.failure.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer decides.
 *
 * @param reason why, in a reviewer's words: kept in the history, so it should not quote what was said
 * @param labels the categories that the reviewer found; null for those that the item names
 */
record ReviewDecision(String reason, @Nullable Set<String> labels) {

    static final int REASON_MAX = 2_000;

    private static final Set<String> CATEGORIES =
            Arrays.stream(Category.values()).map(Category::wireName).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> FIELDS = Set.of("reason", "labels");

    static ReviewDecision read(ObjectMapper json, byte[] body) {
        JsonNode node;
        try {
            node = json.readTree(body);
        } catch (IOException malformed) {
            throw RefusedException.invalid(null, "invalid_json", "The body is not valid JSON.");
        }
        if (node == null || !node.isObject()) {
            throw RefusedException.invalid(null, "invalid_type", "The body must be a JSON object with a 'reason'.");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw RefusedException.invalid(null, "unknown_parameter", "Only 'reason' and 'labels' are known here.");
            }
        });
        String reason = node.path("reason").asText().strip();
        if (reason.isEmpty() || reason.length() > REASON_MAX) {
            throw RefusedException.invalid(
                    "reason", "invalid_value", "'reason' must be 1 to " + REASON_MAX + " characters.");
        }
        return new ReviewDecision(reason, labels(node.get("labels")));
    }

    private static @Nullable Set<String> labels(@Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return null;
        }
        Set<String> labels = new TreeSet<>();
        given.forEach(label -> labels.add(label.asText()));
        if (!given.isArray() || !CATEGORIES.containsAll(labels)) {
            throw RefusedException.invalid(
                    "labels", "invalid_value", "'labels' must be a list of " + String.join(", ", CATEGORIES) + ".");
        }
        return labels;
    }

    /** What is found according to this decision, of an item that names these subjects. */
    String found(Iterable<String> subjects) {
        Set<String> found = labels;
        if (found == null) {
            found = new TreeSet<>();
            for (String subject : subjects) {
                if (CATEGORIES.contains(subject)) {
                    found.add(subject);
                }
            }
        }
        return String.join(" ", found);
    }
}
