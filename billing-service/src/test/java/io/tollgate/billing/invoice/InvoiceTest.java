package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A month from its draft to its invoice, and what comes after. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class InvoiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USED = "SELECT coalesce(sum(charge_pico), 0) FROM usage_hour WHERE organization = ?";

    @Inject
    Invoices invoices;

    @Test
    void shouldFinalizeAMonthOnceAndCarryWhatComesLaterToTheNext() {
        // Given: earlier months are billed, since a credit goes to the oldest unbilled one; then usage of this month, a
        // credit, and a draft that shows both
        Instant now = Instant.now();
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        invoices.finalizeUntil(month.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant())
                .await()
                .atMost(PATIENCE);
        publish(Usages.at(now).event());
        Admin.post("/v1/ledger/credits", """
                        {"organization":"org_default","kind":"grant","amount_pico":1000000,"note":"welcome"}""").statusCode(200);
        Admin.get("/v1/invoices/" + month).statusCode(200).body("status", equalTo("draft"));
        Instant later =
                month.plusMonths(1).atDay(20).atStartOfDay(ZoneOffset.UTC).toInstant();

        // When
        invoices.finalizeUntil(later).await().atMost(PATIENCE);
        invoices.finalizeUntil(later).await().atMost(PATIENCE);

        // Then: the invoice is what was used without the credit
        assertThat(Database.count(
                        "SELECT count(*) FROM invoice WHERE organization = 'org_default' AND month = ?",
                        month.atDay(1)))
                .isEqualTo(1);
        Admin.get("/v1/invoices/" + month).body("status", equalTo("finalized")).body("lines.kind", hasItem("credit"));
        assertThat(billed()).isEqualByComparingTo(Database.ask(USED, "org_default"));
        Admin.get("/v1/invoices/" + month + "/csv").statusCode(200).body(containsString("output_text"));
        Admin.get("/v1/invoices/" + month + "/pdf").statusCode(200).contentType("application/pdf");
        Admin.get("/v1/export/focus?month=" + month).statusCode(200).body(containsString("BilledCost"));
        Admin.get("/v1/ledger/credits").body("data.find { it.note == 'welcome' }.remaining_pico", equalTo("0"));

        // And: a late event of the closed month is a correction of the next one
        publish(Usages.at(now).project(Admin.newProject("late")).event());
        Admin.get("/v1/invoices/" + month.plusMonths(1))
                .body("status", equalTo("draft"))
                .body("lines.kind", hasItem("correction"))
                .body("lines.service_month", hasItem(month.toString()));
        Admin.get("/v1/ledger/trial-balance").body("balanced", equalTo(true));
    }

    @Test
    void shouldReportEveryKindOfUsageInOpenAisShape() {
        // Given
        Instant now = Instant.now();
        String project = Admin.newProject("kinds");
        publish(Usages.at(now)
                .project(project)
                .operation(Operation.EMBEDDING)
                .used(Usage.of(Meter.INPUT_UNCACHED, 70))
                .event());
        publish(Usages.at(now)
                .project(project)
                .operation(Operation.SPEECH)
                .used(Usage.of(Meter.INPUT_CHARACTERS, 50))
                .event());
        publish(Usages.at(now).project(project).tags(Map.of("team", "search")).event());
        long start = now.getEpochSecond() - 3600;

        // Then
        report("embeddings", project, start, "input_tokens", 70);
        report("audio_speeches", project, start, "characters", 50);
        report("completions", project, start, "output_tokens", 300);
        Admin.get("/v1/organization/usage/telepathy?start_time=" + start).statusCode(404);
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        Admin.get("/v1/organization/chargeback?month=" + month + "&tag=team")
                .statusCode(200)
                .body("data.name", hasItem("search"));
        Admin.get("/v1/organization/chargeback?month=" + month)
                .body("data.find { it.name == '" + project + "' }.requests", equalTo("3"));
    }

    private static void report(String kind, String project, long start, String field, int count) {
        Admin.get("/v1/organization/usage/" + kind + "?bucket_width=1h&limit=3&start_time=" + start + "&project_ids="
                        + project)
                .statusCode(200)
                .body("data.results.flatten()." + field, hasItem(count));
    }

    private static BigDecimal billed() {
        return new BigDecimal(
                Database.ask("SELECT sum(usage_pico) FROM invoice WHERE organization = ?", "org_default"));
    }

    private static void publish(UsageRecorded event) {
        try (Topics topics = new Topics()) {
            topics.send(event);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Database.count(
                                "SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId()))
                        .isEqualTo(1));
    }
}
