package io.tollgate.chat.route;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how calls to a provider are treated. */
record ProviderLimitsReader(ScalarReader scalars) {

    static final List<String> KEYS = List.of("timeouts", "client-gone", "concurrency");
    static final List<String> TIMEOUT_KEYS = List.of("connect", "first-byte", "idle", "total");

    private static final int CONCURRENCY_MAX = 1_000_000;
    private static final Map<String, ClientGone> CLIENT_GONE =
            Arrays.stream(ClientGone.values()).collect(Collectors.toMap(ClientGone::wireName, Function.identity()));

    ProviderLimits read(Map<String, YamlValue> entries) {
        return new ProviderLimits(
                timeouts(entries.get("timeouts")),
                scalars.choice(entries.get("client-gone"), CLIENT_GONE).orElse(ClientGone.CANCEL),
                scalars.integer(entries.get("concurrency"), 1, CONCURRENCY_MAX)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private Timeouts timeouts(@Nullable YamlValue value) {
        if (value == null) {
            return Timeouts.DEFAULT;
        }
        Map<String, YamlValue> entries = value.entries(TIMEOUT_KEYS);
        return new Timeouts(
                scalars.duration(entries.get("connect")),
                scalars.duration(entries.get("first-byte")),
                scalars.duration(entries.get("idle")),
                scalars.duration(entries.get("total")));
    }
}
