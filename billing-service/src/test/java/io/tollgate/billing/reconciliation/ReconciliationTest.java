package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class ReconciliationTest {

    @Test
    void shouldPostAnAdjustmentOnlyOnceItIsApproved() {
        // Given: a million output tokens of codestral cost 0.90 dollars, and the bill says 1.20
        Instant now = Instant.now();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        UsageRecorded event = Usages.at(now)
                .model("mistral", "codestral-latest")
                .used(Usage.of(Meter.OUTPUT_TEXT, 1_000_000))
                .event();
        try (Topics topics = new Topics()) {
            topics.send(event);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Database.count(
                                "SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId()))
                        .isEqualTo(1));

        // When
        String id = Admin.request()
                .contentType("text/csv")
                .body("day,model,usd\n" + day + ",codestral-latest,1.20\n")
                .post("/v1/reconciliations?provider=mistral&format=csv")
                .then()
                .statusCode(200)
                .body("differences.kind", contains("price_drift"))
                .body("billed_pico", equalTo("1200000000000"))
                .body("recorded_pico", equalTo("900000000000"))
                .extract()
                .path("id");
        assertThat(adjustments()).isZero();

        // Then
        Admin.post("/v1/reconciliations/" + id + "/approve", "").statusCode(200).body("status", equalTo("adjusted"));
        assertThat(adjustments()).isEqualTo(300_000_000_000L);
        Admin.post("/v1/reconciliations/" + id + "/approve", "").statusCode(409);
        Admin.get("/v1/ledger/trial-balance").body("balanced", equalTo(true));
    }

    private static long adjustments() {
        return Database.count(
                "SELECT coalesce(sum(amount_pico), 0) FROM ledger_transfer WHERE code = 'reconciliation'");
    }
}
