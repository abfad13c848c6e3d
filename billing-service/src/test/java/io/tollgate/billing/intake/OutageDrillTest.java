package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.local.testing.EmbeddedServers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers are killed while usage flows. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class OutageDrillTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EVENTS = 600;
    private static final long COST = 345_000_000;

    @Inject
    IntakeState state;

    @Test
    void shouldNeitherLoseNorDoubleAnythingWhenPostgresqlIsKilled() {
        // Given
        String project = Admin.newProject("postgresql drill");
        List<UsageRecorded> events = events(project);
        try (Topics topics = new Topics()) {
            topics.send(firstHalf(events));
            awaitSomeRowOf(project);

            // When
            EmbeddedServers.current().kill("postgresql");
            topics.send(secondHalf(events));
            await().atMost(PATIENCE).until(() -> state.obstacle().isPresent());
            EmbeddedServers.current().start("postgresql");
        }

        // Then
        await().atMost(PATIENCE).until(() -> state.obstacle().isEmpty());
        assertEachExactlyOnce(project, events);
    }

    @Test
    void shouldNeitherLoseNorDoubleAnythingWhenTheBrokerIsKilled() {
        // Given
        String project = Admin.newProject("kafka drill");
        List<UsageRecorded> events = events(project);
        try (Topics topics = new Topics()) {
            topics.send(firstHalf(events));
            awaitSomeRowOf(project);

            // When
            EmbeddedServers.current().kill("kafka");
            EmbeddedServers.current().start("kafka");
            topics.send(secondHalf(events));
        }

        // Then
        assertEachExactlyOnce(project, events);
    }

    private static List<UsageRecorded> events(String project) {
        return Stream.generate(() -> Usages.at(Instant.now()).project(project).event())
                .limit(EVENTS)
                .toList();
    }

    private static UsageRecorded[] firstHalf(List<UsageRecorded> events) {
        return events.subList(0, EVENTS / 2).toArray(UsageRecorded[]::new);
    }

    private static UsageRecorded[] secondHalf(List<UsageRecorded> events) {
        return events.subList(EVENTS / 2, EVENTS).toArray(UsageRecorded[]::new);
    }

    private static void awaitSomeRowOf(String project) {
        await().atMost(PATIENCE)
                .until(() -> Database.count("SELECT count(*) FROM usage_event WHERE project = ?", project) > 0);
    }

    private static void assertEachExactlyOnce(String project, List<UsageRecorded> events) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Database.count("SELECT count(*) FROM usage_event WHERE project = ?", project))
                                .isEqualTo(EVENTS));
        assertThat(Database.count("SELECT sum(cost_pico) FROM usage_hour WHERE project = ?", project))
                .isEqualTo(EVENTS * COST);
        assertThat(Database.count(
                        "SELECT count(*) FROM ledger_transfer JOIN usage_event ON attempt_id = txn_id WHERE project = ?",
                        project))
                .isEqualTo(2L * EVENTS);
        Set<UUID> expected = events.stream().map(UsageRecorded::attemptId).collect(Collectors.toSet());
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<UUID> settled = new HashSet<>();
            Topics.read(EventType.ATTEMPTS_SETTLED).stream()
                    .map(AttemptsSettled::attempts)
                    .forEach(settled::addAll);
            assertThat(settled).containsAll(expected);
        });
    }
}
