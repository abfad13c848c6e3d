package io.tollgate.e2e.conservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Simulator;
import io.tollgate.e2e.suite.Suite;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Requests, plain and streamed, while chat-service, billing-service and the Kafka broker are killed at seeded random moments.
 * Afterwards the provider's own count of what it served is compared with the ledger. Sizes and seed are system properties; see
 * README.md for the long run.
 */
class ConservationIT {

    private static final int REQUESTS = Integer.getInteger("tollgate.e2e.requests", 400);
    private static final int KILLS = Integer.getInteger("tollgate.e2e.kills", 3);

    /** About half of what the project's share of the requests costs, so that it is spent in the middle of the run. */
    private static final BigDecimal TIGHT_USD = new BigDecimal("0.000002").multiply(BigDecimal.valueOf(REQUESTS));

    @Test
    void shouldHaveEveryServedCallInTheLedgerExactlyOnce() throws InterruptedException {
        // Given
        long seed = seed();
        System.out.printf("Conservation: seed %d, %d requests, %d kills%n", seed, REQUESTS, KILLS);
        try (Suite suite = Suite.start("conservation", Map.of())) {
            Administration administration = new Administration(suite);
            Project ample = administration.createProject("ample");
            Project tight = administration.createProject("tight");
            String budget = administration.createBudget(tight, TIGHT_USD);
            Traffic traffic = new Traffic(suite, seed, List.of(ample, ample, ample, tight));
            Killer killer = new Killer(suite, seed, KILLS);

            // When
            Traffic.Seen seen = traffic.send(REQUESTS, killer);

            // Then
            Books books = settle(suite, administration);
            System.out.printf("Conservation: seed %d: %s; %s; %s%n", seed, seen, killer, books);
            assertThat(killer.kills()).isEqualTo(KILLS);
            assertThat(books.servedButNotInLedger()).isEmpty();
            assertThat(books.inLedgerTwice()).isEmpty();
            assertThat(books.settledWithOtherTokens()).isEmpty();
            assertThat(books.interruptedWithoutEstimate()).isEmpty();
            assertThat(books.inLedgerButNeverServed())
                    .allSatisfy(attempt -> assertThat(attempt.path("status").asText())
                            .as("an attempt that no provider served")
                            .isIn("orphaned", "error", "client_disconnect", "timeout"));
            assertThat(books.answeredButNotSettled(seen.answeredRequests())).isEmpty();
            JsonNode balance = administration.trialBalance();
            assertThat(balance.path("balanced").asBoolean()).isTrue();
            JsonNode state = administration.budget(budget);
            assertThat(new BigDecimal(state.path("committed").asText()))
                    .isLessThanOrEqualTo(new BigDecimal(state.path("limit").asText()));
            assertThat(seen.refusedByBudget()).isPositive();
        }
    }

    /** Waits until every served call is in the ledger, and nothing more arrives. */
    private static Books settle(Suite suite, Administration administration) {
        Simulator simulator = new Simulator(suite);
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .until(() -> new Books(simulator.calls(), administration.attempts())
                        .servedButNotInLedger()
                        .isEmpty());
        return new Books(simulator.calls(), administration.attempts());
    }

    private static long seed() {
        String given = System.getProperty("tollgate.e2e.seed", "");
        return given.isBlank() ? System.nanoTime() : Long.parseLong(given);
    }
}
