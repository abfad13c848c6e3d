package io.tollgate.moderation.engine;

import java.util.List;

/**
 * What the engine sees in a text that goes on.
 *
 * @param sightings what counts if nothing follows, in no order
 * @param excused what does not count if nothing follows, for what stands beside it
 * @param open the offset from which on the text may still become part of something that counts, or of what excuses it. What ends
 *     before it stays as it is whatever follows; nothing else will ever end before it
 * @param held the same of that alone for the sake of which the text is held back; not before {@code open}
 */
public record OpenAssessment(List<Sighting> sightings, List<Sighting> excused, int open, int held) {}
