package io.tollgate.moderation.engine;

import java.util.List;

/**
 * What the lexicon says of a text that goes on.
 *
 * @param findings what counts if nothing follows
 * @param excused what does not, for what stands beside it
 * @param open the offset from which on the text may still become part of a term or of its context: what ends before it stays as it
 *     is whatever follows
 * @param held the same of those terms alone for the sake of which the text is held back; not before {@code open}
 */
record OpenText(List<TermFinding> findings, List<TermFinding> excused, int open, int held) {}
