package io.tollgate.moderation.engine.sensitive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts placeholders such as {@code [EMAIL_1]} in the place of sensitive data, and the originals back. One instance serves one
 * request and its answer: the same original has the same placeholder in all its texts, so that a model can tell two people apart.
 * The originals are held in memory only. For one thread at a time.
 */
public final class Masking {

    /** A request with more different originals than this is not masked but refused: it is a dump. */
    public static final int MAX_ORIGINALS = 4_096;

    /** No placeholder is longer than this. */
    static final int MAX_PLACEHOLDER = 40;

    private static final char OPEN = '[';
    private static final char CLOSE = ']';

    private final Map<String, String> placeholders = new HashMap<>();
    private final TreeMap<String, String> originals = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<SensitiveKind, Integer> lastNumbers = new HashMap<>();

    /**
     * A text with placeholders in it.
     *
     * @param spans what is to be masked, in the order of the text, none overlapping another
     * @throws IllegalStateException if the request then has more than {@value #MAX_ORIGINALS} originals
     * @throws IllegalArgumentException if the spans are not as they should be; the message does not quote the text
     */
    public String mask(CharSequence text, List<Span> spans) {
        reserve(text);
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        for (Span span : spans) {
            if (span.start() < from || span.end() > text.length()) {
                throw new IllegalArgumentException(
                        "the spans must lie in the text, in its order, apart from each other");
            }
            masked.append(text, from, span.start());
            masked.append(placeholderOf(
                    span.kind(), text.subSequence(span.start(), span.end()).toString()));
            from = span.end();
        }
        return masked.append(text, from, text.length()).toString();
    }

    /** Whether nothing was masked: an answer then needs no restoring. */
    public boolean isEmpty() {
        return originals.isEmpty();
    }

    /** A whole text with the originals in the place of their placeholders. */
    public String restore(CharSequence text) {
        Restorer restorer = restorer();
        return restorer.accept(text) + restorer.end();
    }

    /** Restores a text that arrives bit by bit; one for each text. */
    public Restorer restorer() {
        return new Restorer(this);
    }

    @Nullable
    String originalOf(String placeholder) {
        return originals.get(placeholder);
    }

    /** Whether some placeholder goes on from here. */
    boolean isBeginning(String beginning) {
        String next = originals.ceilingKey(beginning);
        return next != null && next.startsWith(beginning);
    }

    private String placeholderOf(SensitiveKind kind, String original) {
        String known = placeholders.get(original);
        if (known != null) {
            return known;
        }
        if (placeholders.size() == MAX_ORIGINALS) {
            throw new IllegalStateException(
                    "more than " + MAX_ORIGINALS + " different sensitive values in one request");
        }
        String placeholder = nextFree(kind);
        placeholders.put(original, placeholder);
        originals.put(placeholder, original);
        return placeholder;
    }

    private String nextFree(SensitiveKind kind) {
        String name = kind.wireName().replace('-', '_').toUpperCase(Locale.ROOT);
        String placeholder;
        do {
            placeholder = OPEN + name + '_' + lastNumbers.merge(kind, 1, Integer::sum) + CLOSE;
        } while (taken.contains(placeholder));
        return placeholder;
    }

    /**
     * Notes a text in which nothing is masked.
     *
     * <p>What it writes in brackets itself is no placeholder of ours: restoring would put a stranger's data there.
     */
    public void reserve(CharSequence text) {
        int open = -1;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == OPEN) {
                open = i;
            } else if (character == CLOSE && open >= 0) {
                boolean plausible = i - open < MAX_PLACEHOLDER && Character.isDigit(text.charAt(i - 1));
                if (plausible && taken.size() < MAX_ORIGINALS) {
                    taken.add(text.subSequence(open, i + 1).toString());
                }
                open = -1;
            }
        }
    }
}
