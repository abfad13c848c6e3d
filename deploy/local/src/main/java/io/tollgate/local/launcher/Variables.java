package io.tollgate.local.launcher;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment. A variable that is set to nothing counts as not set. */
record Variables(Map<String, String> values) {
    /** What opens the suite's own doors; only billing-service, which keeps their hashes, is given these. */
    static final Set<String> SUITE_KEYS = Set.of("TOLLGATE_ADMIN_KEY", "TOLLGATE_DEMO_KEY");

    Variables {
        values = Map.copyOf(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
