package io.tollgate.moderation.engine;

/**
 * A place that speaks for a harm category.
 *
 * @param detector which detector, e.g. {@code lexicon}
 * @param rule the rule's id within the version that {@link ModerationEngine#version()} names, e.g. {@code en-core:57}; never the
 *     matched text
 * @param category what it speaks for
 * @param start offset of the first UTF-16 unit in the original text, at the start of a whole grapheme
 * @param end offset after the last one, at the end of a whole grapheme
 */
public record Hit(String detector, String rule, Category category, int start, int end) implements Finding {

    public Hit {
        Finding.requireSpan(start, end);
    }
}
