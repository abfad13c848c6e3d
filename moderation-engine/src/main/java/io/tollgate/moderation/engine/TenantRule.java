package io.tollgate.moderation.engine;

import java.util.List;
import java.util.Set;

/** A rule of a tenant's own. What it finds is reported as {@link RuleFinding}, under its id. */
public sealed interface TenantRule {

    /** By which findings name it; unique among the rules that are compiled together. */
    String id();

    /**
     * Terms that are found as they are written, and in every disguise that the engine sees through.
     *
     * @param id see {@link #id()}
     * @param terms at least one; each at most {@value TenantRules#MAX_TERM_LENGTH} characters long
     * @param wholeWord whether a term counts only where no word goes on at its edges
     * @param allowed phrases in which the terms do not count
     */
    record Terms(String id, List<String> terms, boolean wholeWord, Set<String> allowed) implements TenantRule {
        public Terms {
            requireId(id);
            terms = List.copyOf(terms);
            allowed = Set.copyOf(allowed);
        }
    }

    /**
     * A regular expression in RE2's syntax. It is matched, whatever the case, against the text in its folded form: compatibility
     * forms are plain, every run of white space is one blank, and marks and invisible characters are gone.
     *
     * @param id see {@link #id()}
     * @param regularExpression at most {@value TenantRules#MAX_PATTERN_LENGTH} characters long
     */
    record Expression(String id, String regularExpression) implements TenantRule {
        public Expression {
            requireId(id);
        }
    }

    private static void requireId(String id) {
        if (id.isBlank() || id.length() > TenantRules.MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "the id of a rule must have 1 to " + TenantRules.MAX_ID_LENGTH + " characters, got " + id.length());
        }
    }
}
