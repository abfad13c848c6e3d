package io.tollgate.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class BudgetsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Reassessment reassessment;

    private static final Money COST = Money.ofPico(345_000_000);

    @Test
    void shouldCountWhatWasSpentBeforeItWasCreatedAndEverythingAfter() {
        // Given
        String project = Admin.newProject("budgeted");
        publish(Usages.at(Instant.now()).project(project).event());
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/ledger/trial-balance").body("balanced", equalTo(true)));
        awaitAttempts(project, 1);

        // When
        String budget = create(project, "12.50");
        publish(
                Usages.at(Instant.now()).project(project).event(),
                Usages.at(Instant.now()).project(project).event());

        // Then: 3 × 345,000,000 pico-dollars
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/budgets/" + budget)
                        .statusCode(200)
                        .body("limit", equalTo("12.5"))
                        .body("committed", equalTo("0.001035"))
                        .body("enforcement", equalTo("hard")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published(budget))
                        .last()
                        .extracting(event -> event.state().committed())
                        .isEqualTo(COST.plus(COST).plus(COST)));
        assertThat(published(budget))
                .extracting(event -> event.state().version())
                .isSorted();
    }

    @Test
    void shouldTellTheAbsoluteStateWithTheSettlement() {
        // Given
        String project = Admin.newProject("settled budget");
        String budget = create(project, "1");
        UsageRecorded event = Usages.at(Instant.now()).project(project).event();

        // When
        publish(event);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.ATTEMPTS_SETTLED))
                        .filteredOn(settled -> settled.attempts().contains(event.attemptId()))
                        .flatExtracting(AttemptsSettled::budgets)
                        .filteredOn(state -> state.budgetId().equals(budget))
                        .extracting(BudgetState::committed)
                        .contains(COST));
    }

    @Test
    void shouldPublishADeletedBudgetAsInactive() {
        // Given
        String budget = create(Admin.newProject("deleted budget"), "1");

        // When
        Admin.delete("/v1/budgets/" + budget).statusCode(200).body("deleted", equalTo(true));

        // Then
        Admin.get("/v1/budgets/" + budget).statusCode(404);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published(budget))
                        .extracting(BudgetPublished::active)
                        .containsExactly(true, false));
    }

    @Test
    void shouldServeOpenAisSpendLimit() {
        // Given
        String path = "/v1/organization/projects/" + Admin.newProject("spend limit") + "/spend_limit";
        Admin.get(path).statusCode(404);
        setSpendLimit(path, 10_000);

        // When
        setSpendLimit(path, 25_050);

        // Then
        Admin.get(path)
                .statusCode(200)
                .body("object", equalTo("project.spend_limit"))
                .body("threshold_amount", equalTo(25_050))
                .body("currency", equalTo("USD"))
                .body("interval", equalTo("month"));
        Admin.delete(path).statusCode(200).body("object", equalTo("project.spend_limit.deleted"));
        Admin.get(path).statusCode(404);
    }

    @Test
    void shouldReadASpendLimitWhileABatchHoldsItsRow() throws SQLException {
        // Given
        String path = "/v1/organization/projects/" + Admin.newProject("locked limit") + "/spend_limit";
        Admin.post(path, "{\"threshold_amount\":100,\"currency\":\"USD\",\"interval\":\"month\"}")
                .statusCode(200);

        // When
        AtomicInteger status = new AtomicInteger();
        Database.whileLocked(
                "SELECT id FROM budget FOR UPDATE",
                () -> status.set(CompletableFuture.supplyAsync(
                                () -> Admin.get(path).extract().statusCode())
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join()));

        // Then
        assertThat(status).hasValue(200);
    }

    @Test
    void shouldRefuseALimitThatCannotBeCounted() {
        // Given
        List<String> limits = List.of("9000000.01", "0", "-1", "1e3", "0.0000000000001", "");

        // When
        List<Integer> statuses = limits.stream()
                .map(limit -> Admin.post("/v1/budgets", body("proj_default", limit))
                        .extract()
                        .statusCode())
                .toList();

        // Then
        assertThat(statuses).containsOnly(400);
    }

    @Test
    void shouldCountByEndUserModelAndTagFromBeforeAndAfterItsCreation() {
        // Given
        String project = Admin.newProject("scopes");
        UsageRecorded event = Usages.at(Instant.now())
                .project(project)
                .endUser("user of " + project)
                .tags(Map.of("project", project))
                .event();
        publish(event);
        awaitAttempts(project, 1);

        // When
        List<String> budgets = Stream.of(
                        "\"scope\":\"end_user\",\"scope_id\":\"user of " + project + "\"",
                        "\"scope\":\"tag\",\"scope_id\":\"project=" + project + "\"")
                .map(scope -> create("{" + scope + ",\"limit\":\"5\",\"interval\":\"week\",\"unpriced\":\"admit\"}"))
                .toList();
        String none = create("{\"scope\":\"model\",\"scope_id\":\"gpt-9_*\",\"limit\":\"5\",\"interval\":\"day\"}");
        publish(Usages.at(Instant.now())
                .project(project)
                .endUser("user of " + project)
                .tags(Map.of("project", project))
                .event());

        // Then
        for (String budget : budgets) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> Admin.get("/v1/budgets/" + budget).body("committed", equalTo("0.00069")));
        }
        Admin.get("/v1/budgets/" + none).body("committed", equalTo("0")).body("unpriced", equalTo("refuse"));
    }

    @Test
    void shouldForgetHoursThatHaveLeftARollingWindow() {
        // Given: a call two hours ago and one now
        String project = Admin.newProject("rolling");
        publish(Usages.at(Instant.now().minus(Duration.ofHours(2)))
                .project(project)
                .event());
        awaitAttempts(project, 1);
        String wide = create(rolling(project, 5));
        String narrow = create(rolling(project, 1));

        // When
        publish(Usages.at(Instant.now()).project(project).event());

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/budgets/" + wide).body("committed", equalTo("0.00069")));
        Admin.get("/v1/budgets/" + narrow).body("committed", equalTo("0.000345"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published(wide))
                        .last()
                        .extracting(event -> event.state().committed())
                        .isEqualTo(COST.plus(COST)));
        assertThat(published(narrow))
                .last()
                .extracting(event -> event.state().committed())
                .isEqualTo(COST);
    }

    @Test
    void shouldSayARollingBudgetAgainWithLessWhenAnHourHasLeftIt() throws SQLException {
        // Given
        String project = Admin.newProject("rolled on");
        String budget = create(rolling(project, 2));
        publish(Usages.at(Instant.now()).project(project).event());
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/budgets/" + budget).body("committed", equalTo("0.000345")));
        Database.execute("UPDATE budget_balance SET period_start = period_start - interval '3 hours',"
                + " period_end = period_end - interval '3 hours' WHERE budget_id = '" + budget + "'");

        // When
        reassessment.roll().await().atMost(PATIENCE);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published(budget))
                        .last()
                        .extracting(event -> event.state().committed())
                        .isEqualTo(Money.ZERO));
        assertThat(published(budget))
                .extracting(event -> event.state().version())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static String rolling(String project, int hours) {
        return """
                {"scope":"project","scope_id":"%s","limit":"5","interval":"rolling","rolling_hours":%d}""".formatted(project, hours);
    }

    private static String create(String body) {
        return Admin.post("/v1/budgets", body).statusCode(200).extract().path("id");
    }

    private static void setSpendLimit(String path, int cents) {
        Admin.post(path, "{\"threshold_amount\":" + cents + ",\"currency\":\"USD\",\"interval\":\"month\"}")
                .statusCode(200)
                .body("threshold_amount", equalTo(cents));
    }

    private static String create(String project, String limit) {
        return Admin.post("/v1/budgets", body(project, limit))
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static String body(String project, String limit) {
        return """
                {"scope":"project","scope_id":"%s","limit":"%s","interval":"lifetime","time_zone":"Europe/Berlin"}""".formatted(project, limit);
    }

    private static List<BudgetPublished> published(String budget) {
        return Topics.read(EventType.BUDGET_PUBLISHED).stream()
                .filter(event -> event.state().budgetId().equals(budget))
                .toList();
    }

    private static void publish(UsageRecorded... events) {
        try (Topics topics = new Topics()) {
            topics.send(events);
        }
    }

    private static void awaitAttempts(String project, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Database.count("SELECT count(*) FROM usage_event WHERE project = ?", project))
                                .isEqualTo(count));
    }
}
