package io.tollgate.chat.guard;

import io.tollgate.chat.openai.JsonText;
import java.util.Map;

/**
 * Puts originals back in place of their placeholders in a text that arrives bit by bit. What may be the beginning of a placeholder
 * waits for the rest.
 */
final class Restoration {

    /** With what every placeholder begins. */
    private static final char OPENING = '[';
    /** Longer than any placeholder. */
    private static final int LENGTH_MAX = 64;

    private final Map<String, String> originals;
    private final boolean insideJson;
    private String held = "";

    /**
     * @param originals by placeholder
     * @param insideJson whether the text is JSON itself, as the arguments of a tool call are: the originals then go into strings
     */
    Restoration(Map<String, String> originals, boolean insideJson) {
        this.originals = originals;
        this.insideJson = insideJson;
    }

    String append(String piece) {
        if (piece.isEmpty()) {
            return "";
        }
        String text = held.isEmpty() ? piece : held + piece;
        int open = openFrom(text);
        held = text.substring(open);
        return open == 0 ? "" : restored(open == text.length() ? text : text.substring(0, open));
    }

    String finish() {
        String rest = held;
        held = "";
        return rest;
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** From where on the text may be an incomplete placeholder; its length if it is not. */
    private int openFrom(String text) {
        int from = text.lastIndexOf(OPENING);
        while (from >= 0 && text.length() - from < LENGTH_MAX) {
            String end = text.substring(from);
            if (originals.keySet().stream()
                    .anyMatch(placeholder -> placeholder.length() > end.length() && placeholder.startsWith(end))) {
                return from;
            }
            from = text.lastIndexOf(OPENING, from - 1);
        }
        return text.length();
    }

    private String restored(String text) {
        if (text.indexOf(OPENING) < 0) {
            return text;
        }
        String restored = text;
        for (Map.Entry<String, String> original : originals.entrySet()) {
            String value = original.getValue();
            restored = restored.replace(original.getKey(), insideJson ? escaped(value) : value);
        }
        return restored;
    }

    /** As it stands within a JSON string. */
    private static String escaped(String text) {
        String quoted = JsonText.quoted(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
