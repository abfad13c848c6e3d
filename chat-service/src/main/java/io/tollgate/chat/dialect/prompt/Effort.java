package io.tollgate.chat.dialect.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a model is to think: {@code reasoning_effort}. */
public enum Effort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX;

    static Optional<Effort> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(effort -> effort.wireName().equals(name))
                .findFirst();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
