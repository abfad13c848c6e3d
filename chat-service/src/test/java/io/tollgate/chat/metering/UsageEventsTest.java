package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageEventsTest {

    @Test
    void shouldSayWhereTheProviderAnsweredIfItsRouteSaysSo() throws MalformedEventException {
        assertThat(regionOf(attempt("eu-west-1"))).isEqualTo("eu-west-1");
        assertThat(regionOf(attempt(null))).isNull();
        assertThat(regionOf(attempt("eu-west-1").servedBy("another", "model"))).isNull();
    }

    private static @Nullable String regionOf(Attempt attempt) throws MalformedEventException {
        byte[] event = UsageEvents.orphan(attempt, Duration.ofSeconds(1)).event();
        return EventJson.read(EventType.USAGE_RECORDED, event).region();
    }

    private static Attempt attempt(@Nullable String region) {
        return new Attempt(
                new UUID(0x7000, Long.MIN_VALUE),
                UUID.randomUUID(),
                1,
                new Caller("key", "org", "proj", Set.of()),
                null,
                "p",
                "m",
                "m",
                "default",
                Usage.of(Meter.OUTPUT_TEXT, 1),
                Instant.EPOCH,
                null,
                Operation.CHAT,
                Map.of(),
                region);
    }
}
