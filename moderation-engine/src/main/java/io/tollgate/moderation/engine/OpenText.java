package io.tollgate.moderation.engine;

import java.util.List;

/**
 * What the lexicon says of a text that goes on.
 *
 * @param findings what counts if nothing follows
 * @param excused what does not, for what stands beside it
 * @param open the offset from which on the text may still become part of a term or of its context: what ends before it stays as it
 *     is whatever follows
 */
record OpenText(List<TermFinding> findings, List<TermFinding> excused, int open) {}
