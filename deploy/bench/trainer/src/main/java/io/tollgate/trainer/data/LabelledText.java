package io.tollgate.trainer.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A text and what is known of it.
 *
 * @param source the collection it is from, empty if unknown
 * @param language e.g. {@code en}, empty if unknown
 * @param labels whether a category applies, by its wire name; a category that nobody decided on is absent
 */
public record LabelledText(String source, String language, Map<String, Boolean> labels, String text) {

    public LabelledText {
        labels = Map.copyOf(labels);
    }

    /** Whether a category applies, or nothing if that was not decided. */
    public Optional<Boolean> label(String category) {
        return Optional.ofNullable(labels.get(category));
    }

    public boolean is(String category) {
        return labels.getOrDefault(category, false);
    }

    /**
     * The same text, with a further label: whether both of two categories apply.
     *
     * @param category the name of the new one; it stays undecided if one of the two is
     */
    public LabelledText withBoth(String category, String one, String other) {
        if (!isKnown(one) || !isKnown(other)) {
            return this;
        }
        Map<String, Boolean> more = new HashMap<>(labels);
        more.put(category, is(one) && is(other));
        return new LabelledText(source, language, more, text);
    }

    public boolean isKnown(String category) {
        return labels.containsKey(category);
    }
}
