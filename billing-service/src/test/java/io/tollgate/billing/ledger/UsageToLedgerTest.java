package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
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
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class UsageToLedgerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** 1,000 × 150,000 + 200 × 75,000 + 300 × 600,000 pico-dollars. */
    private static final String COST = "345000000";

    @Inject
    InMemorySpanExporter spans;

    @Test
    void shouldTurnAnEventIntoARowTransfersAndASettlement() {
        // Given
        UsageRecorded event = Usages.at(Instant.now()).event();

        // When
        publish(event);

        // Then
        awaitRow(event.attemptId());
        Admin.get("/v1/ledger/attempts/" + event.attemptId())
                .statusCode(200)
                .body("attempt.cost_pico", equalTo(COST))
                .body("attempt.rating_status", equalTo("rated"))
                .body("attempt.usage.input_cached", equalTo(200))
                .body("attempt.trace_id", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"))
                .body("lines.meter", contains("input_uncached", "input_cached", "output_text"))
                .body("lines.amount_pico", contains("150000000", "15000000", "180000000"))
                .body("transfers", hasSize(2))
                .body("transfers.debit", contains("receivable", "provider_cost"))
                .body("transfers.credit", contains("usage_revenue", "provider_payable"))
                .body("transfers.amount_pico", contains(COST, COST));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.ATTEMPTS_SETTLED))
                        .extracting(AttemptsSettled::attempts)
                        .anyMatch(attempts -> attempts.contains(event.attemptId())));
        Admin.get("/v1/ledger/trial-balance").statusCode(200).body("balanced", equalTo(true));
    }

    @Test
    void shouldContinueTheRequestsTraceToTheLedger() {
        // Given
        String trace = "0af7651916cd43dd8448eb211c80319c";
        UsageRecorded event = Usages.at(Instant.now()).event();

        // When
        publish(event, "00-" + trace + "-b7ad6b7169203331-01");

        // Then
        awaitRow(event.attemptId());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spans.getFinishedSpanItems()).anySatisfy(span -> {
                    assertThat(span.getTraceId()).isEqualTo(trace);
                    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
                    assertThat(span.getName()).isEqualTo("settle usage");
                }));
    }

    @Test
    void shouldKeepTheCostOfAnUnpricedModelUnknown() {
        // Given
        UsageRecorded event =
                Usages.at(Instant.now()).model("simulator", "nobody-knows").event();

        // When
        publish(event);

        // Then
        awaitRow(event.attemptId());
        Admin.get("/v1/ledger/attempts/" + event.attemptId())
                .body("attempt.rating_status", equalTo("unrated"))
                .body("attempt.cost_pico", nullValue())
                .body("unpriced", contains("input_cached", "input_uncached", "output_text"))
                .body("transfers", hasSize(0));
    }

    @Test
    void shouldRecordABlockedAttemptWithoutMoney() {
        // Given
        UsageRecorded event = Usages.at(Instant.now())
                .used(Usage.NOT_REPORTED)
                .ended(Status.BLOCKED, UsageSource.NONE)
                .event();

        // When
        publish(event);

        // Then
        awaitRow(event.attemptId());
        Admin.get("/v1/ledger/attempts/" + event.attemptId())
                .body("attempt.status", equalTo("blocked"))
                .body("attempt.rating_status", equalTo("none"))
                .body("attempt.cost_pico", equalTo("0"))
                .body("transfers", hasSize(0));
    }

    @Test
    void shouldReadBackTheCostThatWasComputedByHand() {
        // Given: two days and two line items in a project of its own
        String project = Admin.newProject("cost read back");
        Instant today = Instant.now();
        UsageRecorded first = Usages.at(today).project(project).endUser("ada").event();
        UsageRecorded second = Usages.at(today)
                .project(project)
                .model("simulator", "gpt-4o-2024-08-06")
                .used(Usage.of(Meter.INPUT_UNCACHED, 7)
                        .with(Meter.OUTPUT_TEXT, 3)
                        .with(Meter.OUTPUT_REASONING, 2))
                .event();

        // When
        publish(first, second);

        // Then: 345,000,000 + 7 × 2,500,000 + 5 × 10,000,000 pico-dollars
        awaitRow(first.attemptId());
        awaitRow(second.attemptId());
        long midnight = today.getEpochSecond() / 86_400 * 86_400;
        Admin.request()
                .queryParam("start_time", midnight)
                .queryParam("limit", 1)
                .queryParam("project_ids", project)
                .get("/v1/organization/costs")
                .then()
                .statusCode(200)
                .body("data[0].start_time", equalTo((int) midnight))
                .body(containsString("\"amount\":{\"value\":0.0004125,\"currency\":\"usd\"}"));
        Admin.request()
                .queryParam("start_time", midnight)
                .queryParam("project_ids", project)
                .queryParam("group_by", "user_id,model")
                .queryParam("bucket_width", "1h")
                .queryParam("limit", 48)
                .get("/v1/organization/usage/completions")
                .then()
                .statusCode(200)
                .body("data.results.flatten().input_tokens", containsInAnyOrder(1200, 7))
                .body("data.results.flatten().input_cached_tokens", containsInAnyOrder(200, 0))
                .body("data.results.flatten().output_tokens", containsInAnyOrder(300, 5))
                .body("data.results.flatten().num_model_requests", contains(1, 1))
                .body("data.results.flatten().model", containsInAnyOrder("gpt-4o-mini", "gpt-4o-2024-08-06"));
    }

    @Test
    void shouldRefuseEveryWayToChangeMoneyRows() {
        // Given
        UsageRecorded event = Usages.at(Instant.now()).event();
        publish(event);
        awaitRow(event.attemptId());
        String partition = Database.ask("SELECT tableoid::regclass::text FROM usage_event LIMIT 1");
        String transfers = partition.replace("usage_event", "ledger_transfer");

        // When
        List<String> attempts = List.of(
                "UPDATE usage_event SET cost_pico = 0",
                "DELETE FROM usage_event",
                "TRUNCATE usage_event",
                "UPDATE " + partition + " SET cost_pico = 0",
                "TRUNCATE " + partition,
                "UPDATE ledger_transfer SET amount_pico = 1",
                "DELETE FROM ledger_transfer",
                "TRUNCATE ledger_transfer",
                "DELETE FROM " + transfers,
                "TRUNCATE " + transfers,
                "UPDATE price_version SET unit_price_pico = 1",
                "DELETE FROM price_version",
                "TRUNCATE price_version");

        // Then
        assertThat(attempts)
                .allSatisfy(
                        sql -> assertThatThrownBy(() -> Database.execute(sql)).hasMessageContaining("append-only"));
    }

    private static void publish(UsageRecorded... events) {
        try (Topics topics = new Topics()) {
            topics.send(events);
        }
    }

    private static void publish(UsageRecorded event, String traceParent) {
        try (Topics topics = new Topics()) {
            topics.send(List.of(Topics.usage(event, traceParent)));
        }
    }

    private static void awaitRow(UUID attempt) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                Database.count("SELECT count(*) FROM usage_event WHERE attempt_id = ?", attempt))
                        .isEqualTo(1));
    }
}
