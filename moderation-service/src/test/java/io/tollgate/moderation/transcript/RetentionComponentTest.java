package io.tollgate.moderation.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.content.ContentConfig;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.transcript.Transcripts.Position;
import io.tollgate.moderation.transcript.Transcripts.Window;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored content lives as long as its policy says and no longer, whatever becomes of it meanwhile. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@SuppressWarnings("NullAway.Init") // injected
class RetentionComponentTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final String PROJECT = "proj_retention";

    @Inject
    Pool pool;

    @Inject
    ContentConfig config;

    @Inject
    Database database;

    @Inject
    ModerationMetrics metrics;

    @Inject
    Vertx vertx;

    private final String organization =
            "retention-" + Generators.timeBasedEpochGenerator().generate();
    /** Far enough ahead that the service itself neither examines nor drops what is stored here. */
    private final Instant completed =
            Instant.ofEpochMilli(System.currentTimeMillis()).plus(DAY.multipliedBy(30));

    private final AtomicReference<Instant> now = new AtomicReference<>(completed);

    @BeforeEach
    void waitForTheSchema() {
        await().atMost(Duration.ofSeconds(60)).until(database::isPrepared);
    }

    private Transcripts transcripts() {
        return new Transcripts(pool, config, now::get, metrics);
    }

    /** @param days null for what is only to be examined again */
    private UUID store(@Nullable Integer days) {
        UUID request = Generators.timeBasedEpochGenerator().generate();
        TranscriptRecorded transcript = new TranscriptRecorded(
                request,
                organization,
                PROJECT,
                "key_1",
                null,
                "small",
                completed,
                1L,
                null,
                null,
                days == null,
                days,
                false,
                List.of(),
                new SealedContent(request, "c2VhbGVk"));
        transcripts().store(List.of(transcript)).await().indefinitely();
        return request;
    }

    private void sweep() {
        new Retention(transcripts(), database, config, metrics, vertx)
                .dropAll()
                .await()
                .indefinitely();
    }

    private long rows(UUID request) {
        return pool.preparedQuery("SELECT count(*) FROM transcript WHERE request_id = $1")
                .execute(Tuple.of(request))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void shouldKeepEachTranscriptAsLongAsItsPolicySaysAndNoLonger() {
        // Given: what only waits to be examined again, what two policies store, and what asks for more than may be kept
        Map<Duration, UUID> byRetention = Map.of(
                config.rescanWindow(), store(null),
                DAY.multipliedBy(7), store(7),
                DAY.multipliedBy(30), store(30),
                DAY.multipliedBy(config.retentionDaysMax()), store(config.retentionDaysMax() + 1_000));

        for (Duration age : byRetention.keySet().stream().sorted().toList()) {
            for (Instant moment : List.of(completed.plus(age).minus(MOMENT), completed.plus(age))) {
                // When
                now.set(moment);
                sweep();

                // Then
                Map<Duration, Boolean> kept = byRetention.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, row -> rows(row.getValue()) == 1));
                assertThat(kept)
                        .as(moment.toString())
                        .allSatisfy((retention, there) -> assertThat(there)
                                .isEqualTo(completed.plus(retention).isAfter(moment)));
            }
        }
    }

    @Test
    void shouldNotReadWhatHasExpiredEvenBeforeItIsDropped() {
        // Given
        UUID request = store(7);
        Window window = new Window(organization, PROJECT, completed.minus(DAY), completed.plus(DAY));

        // When
        now.set(completed.plus(DAY.multipliedBy(7)));

        // Then
        assertThat(rows(request)).isEqualTo(1);
        assertThat(transcripts().find(organization, request).await().indefinitely())
                .isEmpty();
        assertThat(transcripts().count(window, 10).await().indefinitely()).isZero();
        assertThat(transcripts()
                        .page(window, Position.before(window), 10)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    void shouldNotStoreWhatComesWhenItsTimeIsOver() {
        // Given
        now.set(completed.plus(DAY.multipliedBy(7)));

        // When
        UUID request = store(7);

        // Then
        assertThat(rows(request)).isZero();
    }

    @Test
    void shouldDropMoreThanOneStatementDoes() {
        // Given
        List<UUID> requests =
                Stream.generate(() -> store(7)).limit(config.sweepBatch() + 1L).toList();
        now.set(completed.plus(DAY.multipliedBy(7)));

        // When
        sweep();

        // Then
        assertThat(requests).allMatch(request -> rows(request) == 0);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldBeDroppedByTheRunningServiceWhenItsTimeIsOver(boolean examined) {
        // Given
        UUID request = store(7);

        // When
        pool.preparedQuery("UPDATE transcript SET expires_at = now() - interval '1 second',"
                        + " examined_at = CASE WHEN $2 THEN now() END WHERE request_id = $1")
                .execute(Tuple.of(request, examined))
                .await()
                .indefinitely();

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> rows(request) == 0);
    }
}
