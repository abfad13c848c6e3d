package io.tollgate.billing.selfaudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class SelfAuditTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    SelfAudit audit;

    @Test
    void shouldAgreeUntilSomebodyTouchesADerivedTable() throws SQLException {
        // Given: a day of its own, with every kind of attempt
        Instant then = Instant.now().minus(Duration.ofDays(20));
        LocalDate day = LocalDate.ofInstant(then, ZoneOffset.UTC);
        String project = Admin.newProject("audited");
        String budget = Admin.post("/v1/budgets", """
                        {"scope":"project","scope_id":"%s","limit":"1","interval":"day"}""".formatted(project))
                .statusCode(200)
                .extract()
                .path("id");
        Usages usage = Usages.at(then).project(project).tags(Map.of("team", "audit"));
        List<UsageRecorded> events = List.of(
                usage.event(),
                usage.attempt(Usages.uuid7(then))
                        .ended(Status.ERROR, UsageSource.PROVIDER)
                        .event(),
                usage.attempt(Usages.uuid7(then)).model("simulator", "unlisted").event(),
                usage.attempt(Usages.uuid7(then))
                        .servedFrom(UsageRecorded.ServedFrom.CACHE)
                        .event());
        try (Topics topics = new Topics()) {
            topics.send(events.toArray(UsageRecorded[]::new));
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Database.count("SELECT count(*) FROM usage_event WHERE project = ?", project))
                                .isEqualTo(events.size()));

        // When
        List<SelfAudit.Finding> before = audit.audit(day).await().atMost(PATIENCE);

        // Then
        assertThat(before)
                .hasSize(Check.values().length)
                .allSatisfy(finding ->
                        assertThat(finding.mismatched()).as(finding.detail()).isZero());
        assertThat(before).allSatisfy(finding -> assertThat(finding.compared()).isPositive());
        requireNoticed(
                Set.of(Check.ROLL_UP, Check.DAYS),
                day,
                "usage_hour_sum SET output_text_charge = output_text_charge",
                "output_text_charge > 0 AND series IN (SELECT id FROM usage_series WHERE project = '" + project + "')",
                "output_text");
        requireNoticed(
                Set.of(Check.TAGS),
                day,
                "usage_tag_day SET charge_pico = charge_pico",
                "project = '" + project + "' AND tag = 'team'",
                "team");
        requireNoticed(
                Set.of(Check.BUDGETS),
                day,
                "budget_balance SET committed_pico = committed_pico",
                "budget_id = '" + budget + "' AND committed_pico > 0",
                budget);
        audit.audit(day).await().atMost(PATIENCE);
        Admin.get("/v1/ledger/self-audit").statusCode(200).body("data.check", hasItems("roll_up", "transfers"));
    }

    /** Adds a pico-dollar to a derived sum, which exactly these checks must find, and takes it away again. */
    private void requireNoticed(Set<Check> checks, LocalDate day, String update, String where, String detail)
            throws SQLException {
        Database.execute("UPDATE " + update + " + 1 WHERE " + where);
        List<SelfAudit.Finding> after = audit.audit(day).await().atMost(PATIENCE);
        Database.execute("UPDATE " + update + " - 1 WHERE " + where);
        assertThat(after)
                .filteredOn(finding -> finding.mismatched() > 0)
                .allSatisfy(finding -> assertThat(finding.detail()).contains(detail))
                .extracting(SelfAudit.Finding::check)
                .containsExactlyInAnyOrderElementsOf(checks);
    }
}
