package io.tollgate.billing.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.billing.lifecycle.Failpoint;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.local.testing.RunningServers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ends the process at every step of the commit protocol, and at random; afterwards every event is counted exactly once. */
class CommitProtocolIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int EVENTS = 700;
    private static final int KILLS = 4;
    private static final long COST = 345_000_000;
    private static final String BUDGET = "budget_drill";
    private static final Set<UUID> SENT = new HashSet<>();
    private static final RunningServers SERVERS = RunningServers.start(List.of("kafka", "postgresql"));

    @BeforeAll
    static void prepare() throws SQLException {
        SERVERS.configuration().forEach(System::setProperty);
        try (ServiceProcess service = ServiceProcess.start(SERVERS, Map.of())) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Database.count("SELECT count(*) FROM organization WHERE id = 'org_default'") == 1);
            assertThat(service.isAlive()).isTrue();
        }
        Database.execute("INSERT INTO budget (id, organization, scope, scope_id, interval_unit, time_zone, enforcement,"
                + " limit_pico, origin, active, version, created_at) VALUES ('" + BUDGET + "', 'org_default',"
                + " 'organization', 'org_default', 'lifetime', 'UTC', 'soft', 9000000000000000000, 'budget', true, 1,"
                + " now())");
    }

    @AfterAll
    static void stop() {
        SERVERS.configuration().keySet().forEach(System::clearProperty);
        SERVERS.close();
    }

    /** One death after the other, so that each process also finds what the one before it left behind. */
    @Test
    void shouldCountEveryEventOnceWhereverTheProcessEnds() {
        for (Failpoint place : Failpoint.values()) {
            // Given
            String armed = place.name().toLowerCase(Locale.ROOT) + ":1";
            send(EVENTS);

            // When
            try (ServiceProcess service = ServiceProcess.start(SERVERS, Map.of("TOLLGATE_FAILPOINT", armed))) {
                await(armed).atMost(PATIENCE).until(() -> !service.isAlive());
                assertThat(service.exitCode()).as(armed).isEqualTo(137);
            }
            assertThat(rows()).as("rows after " + armed).isLessThanOrEqualTo(SENT.size());
        }

        // Then
        try (ServiceProcess service = ServiceProcess.start(SERVERS, Map.of())) {
            assertEverythingOnce();
            assertThat(service.isAlive()).isTrue();
        }
    }

    @Test
    void shouldCountEveryEventOnceHoweverOftenItIsKilled() {
        // Given
        SplittableRandom random = new SplittableRandom(11);

        // When
        for (int round = 0; round < KILLS; round++) {
            try (ServiceProcess service = ServiceProcess.start(SERVERS, Map.of())) {
                long before = rows();
                send(EVENTS);
                long seen = before + random.nextInt(EVENTS);
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> rows() >= seen);
                service.kill();
            }
        }

        // Then
        try (ServiceProcess service = ServiceProcess.start(SERVERS, Map.of())) {
            assertEverythingOnce();
            assertThat(service.isAlive()).isTrue();
        }
    }

    private static void send(int count) {
        UsageRecorded[] events = Stream.generate(() -> Usages.at(Instant.now()).event())
                .limit(count)
                .toArray(UsageRecorded[]::new);
        try (Topics topics = new Topics()) {
            topics.send(events);
        }
        Stream.of(events).map(UsageRecorded::attemptId).forEach(SENT::add);
    }

    private static long rows() {
        return Database.count("SELECT count(*) FROM usage_event");
    }

    /** Rows are events; transfers, roll-up and budget are what the rows say; and the topics' newest values are the database's. */
    private static void assertEverythingOnce() {
        await().atMost(PATIENCE).until(() -> rows() >= SENT.size());
        long expected = SENT.size() * COST;
        assertThat(rows()).isEqualTo(SENT.size());
        assertThat(Database.count("SELECT count(*) FROM ledger_transfer")).isEqualTo(2L * SENT.size());
        assertThat(Database.count("SELECT sum(amount_pico) FROM ledger_transfer WHERE leg = 1"))
                .isEqualTo(expected);
        assertThat(Database.count("SELECT sum(charge_pico) FROM usage_hour")).isEqualTo(expected);
        assertThat(Database.count("SELECT committed_pico FROM budget_balance WHERE budget_id = '" + BUDGET + "'"))
                .isEqualTo(expected);
        await().atMost(PATIENCE).until(() -> Database.count("SELECT count(*) FROM outbox") == 0);
        Set<UUID> settled = new HashSet<>();
        Topics.read(EventType.ATTEMPTS_SETTLED).stream()
                .map(AttemptsSettled::attempts)
                .forEach(settled::addAll);
        assertThat(settled).containsAll(SENT);
        BudgetPublished newest = Topics.read(EventType.BUDGET_PUBLISHED).stream()
                .filter(published -> published.state().budgetId().equals(BUDGET))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(newest.state().version())
                .isEqualTo(Database.count("SELECT version FROM budget WHERE id = '" + BUDGET + "'"));
        assertThat(newest.state().committed().pico()).isEqualTo(expected);
    }
}
