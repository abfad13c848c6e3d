package io.tollgate.moderation.engine;

import java.util.List;

/**
 * A term list of one language.
 *
 * @param id e.g. {@code en-core}
 * @param version changes with every change of its terms
 * @param language BCP 47
 * @param licence SPDX
 * @param source where the terms come from
 * @param entries at least one
 */
record LexiconPack(
        String id, String version, String language, String licence, String source, List<LexiconEntry> entries) {

    LexiconPack {
        entries = List.copyOf(entries);
    }
}
