package io.tollgate.chat.guard;

import io.tollgate.chat.openai.JsonText;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The placeholders of one request: a provider sees them, the caller gets the originals back. The same original has the same
 * placeholder throughout, so that the model can tell two of them apart. Lives in memory for as long as the request.
 */
final class Placeholders {

    /** With what every placeholder begins. */
    static final char OPENING = '[';
    /** Longer than any placeholder. */
    static final int LENGTH_MAX = 48;

    private final Map<String, String> placeholderByOriginal = new HashMap<>();
    private final Map<String, String> originalByPlaceholder = new LinkedHashMap<>();
    private final Map<SensitiveKind, Integer> counts = new HashMap<>();

    String of(SensitiveKind kind, String original) {
        return placeholderByOriginal.computeIfAbsent(original, none -> {
            String placeholder = "[" + kind.wireName().toUpperCase(Locale.ROOT).replace('-', '_') + "_"
                    + counts.merge(kind, 1, Integer::sum) + "]";
            originalByPlaceholder.put(placeholder, original);
            return placeholder;
        });
    }

    Map<String, String> originals() {
        return originalByPlaceholder;
    }

    /** As it stands within a JSON string. */
    static String escaped(String text) {
        String quoted = JsonText.quoted(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
