package io.tollgate.moderation.engine;

import org.jspecify.annotations.Nullable;

/**
 * One place in a text that goes on where a detector fired, with what it counts for.
 *
 * @param finding what it is, by itself; null for a word that only says that the text is about a minor
 * @param weight what it adds to the score of what it speaks for, 0 to 1
 * @param start offset of its first grapheme
 * @param end offset after its last one
 */
public record Sighting(@Nullable Finding finding, double weight, int start, int end) {

    public Sighting {
        Finding.requireSpan(start, end);
    }

    /** Whether it speaks for a category: its own, or the one that its own is a special case of. */
    public boolean speaksFor(Category category) {
        return finding instanceof Hit hit
                && (hit.category() == category || hit.category().parent() == category);
    }
}
