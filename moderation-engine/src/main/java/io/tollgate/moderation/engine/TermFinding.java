package io.tollgate.moderation.engine;

/**
 * A term that stands in a text and counts.
 *
 * @param entry the term
 * @param weight how sure the view makes it, 0 to 1: 1 where the term is written plainly
 * @param start offset of its first grapheme in the original text
 * @param end offset after its last one
 */
record TermFinding(LexiconEntry entry, double weight, int start, int end) {}
