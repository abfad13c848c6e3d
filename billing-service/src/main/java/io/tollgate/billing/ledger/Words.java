package io.tollgate.billing.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How constants stand in the tables: in lower case. Kept, because it is asked several times for every event. */
final class Words {

    private static final Map<Enum<?>, String> KNOWN = new ConcurrentHashMap<>();

    private Words() {}

    static String of(Enum<?> constant) {
        String known = KNOWN.get(constant);
        return known != null
                ? known
                : KNOWN.computeIfAbsent(constant, word -> word.name().toLowerCase(Locale.ROOT));
    }
}
