package io.tollgate.chat.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of the routes file.
 *
 * @param byPattern a model's name, or a name's beginning followed by {@code *}; either may begin with {@code provider/}
 */
record ModelBook(Map<String, ModelTraits> byPattern) {

    static final ModelBook EMPTY = new ModelBook(Map.of());

    ModelBook {
        byPattern = Map.copyOf(byPattern);
    }

    /** Those of the longest pattern that fits; one with the provider's name fits better than any without. */
    ModelTraits of(Provider provider, String model) {
        if (byPattern.isEmpty()) {
            return ModelTraits.UNKNOWN;
        }
        ModelTraits exact = longest(provider.name() + "/" + model);
        ModelTraits traits = exact == null ? longest(model) : exact;
        return traits == null ? ModelTraits.UNKNOWN : traits;
    }

    private @Nullable ModelTraits longest(String name) {
        ModelTraits exact = byPattern.get(name);
        if (exact != null) {
            return exact;
        }
        for (int length = name.length(); length >= 0; length--) {
            ModelTraits traits = byPattern.get(name.substring(0, length) + "*");
            if (traits != null) {
                return traits;
            }
        }
        return null;
    }
}
