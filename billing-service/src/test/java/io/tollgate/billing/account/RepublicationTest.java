package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said at every start must be what was said last, or a reader would see it depend on who asked. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class RepublicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    @Inject
    @All
    List<CurrentState> states;

    @Test
    void shouldSayAKeyAtTheStartExactlyAsItWasSaidLast() {
        // Given: a key with everything a key can have
        String project = Admin.newProject("said again");
        String path = "/v1/organization/projects/" + project;
        JsonPath account = Admin.post(path + "/service_accounts", "{\"name\":\"a\"}")
                .extract()
                .jsonPath();
        String key = account.getString("api_key.id");
        Admin.post(path + "/api_keys/" + key, """
                        {"allowed_models":["m"],"scopes":["chat"],"expires_at":2000000000}""").statusCode(200);
        Admin.post(path + "/api_keys/" + key + "/rotate", "{\"overlap_seconds\":600}")
                .statusCode(200);
        Admin.post(path + "/rate_limits", "{\"model\":\"*\",\"max_requests_per_1_day\":7}")
                .statusCode(200);

        // When
        String described = described(EventType.ACCESS_PUBLISHED, key);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(newest(EventType.ACCESS_PUBLISHED, key)).isEqualTo(described));
    }

    @Test
    void shouldSayARollingBudgetAtTheStartExactlyAsItWasSaidLast() {
        // Given
        String project = Admin.newProject("rolling said again");
        String budget = Admin.post("/v1/budgets", """
                        {"scope":"project","scope_id":"%s","limit":"5","interval":"rolling","rolling_hours":48}""".formatted(project))
                .statusCode(200)
                .extract()
                .path("id");
        try (Topics topics = new Topics()) {
            topics.send(Usages.at(Instant.now().minus(Duration.ofHours(3)))
                    .project(project)
                    .event());
            topics.send(Usages.at(Instant.now()).project(project).event());
        }

        // When, Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            String described = described(EventType.BUDGET_PUBLISHED, budget);
            assertThat(described).contains("\"committed\":690000000");
            assertThat(newest(EventType.BUDGET_PUBLISHED, budget)).isEqualTo(described);
        });
    }

    private String described(EventType<?> type, String key) {
        return states.stream()
                .flatMap(state -> pool.withTransaction(state::lockAndDescribe).await().atMost(PATIENCE).stream())
                .filter(message -> message.topic().equals(type.topic()) && key.equals(message.key()))
                .map(OutboxMessage::payload)
                .map(Buffer::toString)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String newest(EventType<?> type, String key) {
        return Topics.read(type.topic()).stream()
                .filter(message -> key.equals(message.key()))
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError(key + " was not said"));
    }
}
