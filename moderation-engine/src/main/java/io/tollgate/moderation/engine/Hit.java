package io.tollgate.moderation.engine;

/**
 * One place in a text where a detector fired.
 *
 * @param detector which detector, e.g. {@code lexicon}
 * @param rule the rule's id within the version that {@link ModerationEngine#version()} names, e.g. {@code en-core:57}; never the
 *     matched text
 * @param category what it speaks for
 * @param start offset of the first UTF-16 unit in the original text, at the start of a whole grapheme
 * @param end offset after the last one, at the end of a whole grapheme
 */
public record Hit(String detector, String rule, Category category, int start, int end) {

    public Hit {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a hit needs 0 <= start < end, got " + start + " and " + end);
        }
    }
}
