package io.tollgate.local.launcher;

import java.util.Map;
import java.util.Optional;

/** The environment. A variable that is set to nothing counts as not set. */
record Variables(Map<String, String> values) {
    Variables {
        values = Map.copyOf(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
