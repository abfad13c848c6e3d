package io.tollgate.moderation.engine;

/** One place in a text where a detector fired. None of them carries the text. */
public sealed interface Finding permits Hit, InjectionFinding, RuleFinding, SensitiveFinding {

    /** Which detector, e.g. {@code lexicon}. */
    String detector();

    /** The rule's id within the version that {@link ModerationEngine#version()} names; never the matched text. */
    String rule();

    /** Offset of the first UTF-16 unit in the original text, at the start of a whole grapheme. */
    int start();

    /** Offset after the last UTF-16 unit, at the end of a whole grapheme. */
    int end();

    /** @throws IllegalArgumentException if nothing stands between the offsets */
    static void requireSpan(int start, int end) {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a finding needs 0 <= start < end, got " + start + " and " + end);
        }
    }
}
