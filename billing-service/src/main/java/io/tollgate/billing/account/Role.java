package io.tollgate.billing.account;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the holder of an admin key may do. */
enum Role {
    /** Everything in the organization. */
    OWNER,
    /** Reads everything in the organization, changes nothing. */
    READER,
    /** Reads and changes one project, except what bounds it: its rate limits, its spend limit, its end. */
    PROJECT_ADMIN,
    /** Reads one project, and makes, rotates and revokes keys of its own in it. */
    MEMBER;

    static final Map<String, Role> WORDS = words();

    boolean isOfOneProject() {
        return this == PROJECT_ADMIN || this == MEMBER;
    }

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role ofStored(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }

    private static Map<String, Role> words() {
        Map<String, Role> words = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(role -> words.put(role.stored(), role));
        return words;
    }
}
