package io.tollgate.billing.rerating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.ledger.Corrections;
import io.tollgate.billing.ledger.Reason;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The past rated again: rows stay, differences become rows of their own, and everything derived follows. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class ReratingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OUTPUT = 10;

    @Inject
    Corrections corrections;

    @Test
    void shouldRateWhatWaitedByItselfWhenItsPriceArrives() throws SQLException {
        // Given
        String project = Admin.newProject("late price");
        String budget = Admin.post("/v1/budgets", """
                        {"scope":"project","scope_id":"%s","interval":"day","enforcement":"soft","limit":"1"}""".formatted(project))
                .statusCode(200)
                .extract()
                .path("id");
        UsageRecorded event = call(project, "arrives-late");
        publish(event);
        Admin.get("/v1/ledger/attempts/" + event.attemptId())
                .body("attempt.rating_status", equalTo("unrated"))
                .body("attempt.charge_pico", nullValue());

        // When
        price("late", "arrives-late", 600_000, "2020-01-01");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/ledger/attempts/" + event.attemptId())
                        .body("attempt.rating_status", equalTo("rated"))
                        .body("attempt.charge_pico", equalTo("6000000"))
                        .body("attempt.reratings", equalTo(1))
                        .body("lines.price_version", contains("price_late"))
                        .body("transfers", hasSize(2))
                        .body("transfers.code", hasItems("late_price")));
        assertThat(rolledUp(project, "output_text")).isEqualTo(6_000_000);
        assertThat(Database.count(
                        "SELECT sum(quantity) FROM usage_hour WHERE project = ? AND item = 'unrated_requests'",
                        project))
                .isZero();
        assertThat(Database.count("SELECT charge_pico FROM usage_tag_day WHERE project = ? AND tag = 'team'", project))
                .isEqualTo(6_000_000);
        assertThat(Database.count("SELECT count(*) FROM unrated_queue WHERE attempt_id = ?", event.attemptId()))
                .isZero();
        assertThat(Database.count("SELECT committed_pico FROM budget_balance WHERE budget_id = ?", budget))
                .isEqualTo(6_000_000);
    }

    @Test
    void shouldTellTheDifferenceFirstAndThenPostItAsTransfersThatNameTheAttempt() throws SQLException {
        // Given: a call at 600,000, and a correction of its price to 200,000 from before the call
        String project = Admin.newProject("repriced");
        price("first", "repriced", 600_000, "2020-01-01");
        awaitListed("repriced");
        UsageRecorded event = call(project, "repriced");
        publish(event);
        assertThat(rolledUp(project, "output_text")).isEqualTo(6_000_000);
        price("second", "repriced", 200_000, "2021-01-01");
        String run = """
                {"start_time":%d,"end_time":%d,"provider":"simulator","model":"repriced","mode":"%s"}""";
        long now = Instant.now().getEpochSecond();

        // When
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> Admin.post("/v1/ledger/rerating-runs", run.formatted(now - 3600, now + 3600, "dry_run"))
                                .statusCode(200)
                                .body("changed", equalTo(1))
                                .body("charge_difference_pico", equalTo("-4000000"))
                                .body("changes[0].charge_before_pico", equalTo("6000000"))
                                .body("changes[0].charge_after_pico", equalTo("2000000")));
        assertThat(rolledUp(project, "output_text")).isEqualTo(6_000_000);
        Admin.post("/v1/ledger/rerating-runs", run.formatted(now - 3600, now + 3600, "apply"))
                .statusCode(200)
                .body("changed", equalTo(1));
        Admin.post("/v1/ledger/rerating-runs", run.formatted(now - 3600, now + 3600, "apply"))
                .body("changed", equalTo(0));

        // Then
        assertThat(rolledUp(project, "output_text")).isEqualTo(2_000_000);
        assertThat(Database.count("SELECT cost_pico FROM usage_event WHERE attempt_id = ?", event.attemptId()))
                .isEqualTo(6_000_000);
        assertThat(Database.count(
                        "SELECT count(*) FROM ledger_transfer WHERE reverses = ? AND amount_pico = 4000000",
                        event.attemptId()))
                .isEqualTo(2);
        Admin.get("/v1/ledger/trial-balance").body("balanced", equalTo(true));
    }

    @Test
    void shouldRateByThePriceOfTheRegionAlsoTheSecondTime() throws SQLException {
        // Given: 660,000 in one region, 600,000 everywhere else
        String project = Admin.newProject("regional");
        price("everywhere", "regional", 600_000, "2020-01-01");
        price("region", "regional", 660_000, "2020-01-01", "eu-west-1");
        awaitListed("regional");
        Usages usage = Usages.at(Instant.now())
                .project(project)
                .model("simulator", "regional")
                .used(Usage.of(Meter.OUTPUT_TEXT, OUTPUT));

        // When
        publish(usage.region("eu-west-1").event());
        publish(Usages.at(Instant.now())
                .project(project)
                .model("simulator", "regional")
                .used(Usage.of(Meter.OUTPUT_TEXT, OUTPUT))
                .region("mars")
                .event());

        // Then
        assertThat(rolledUp(project, "output_text")).isEqualTo(6_600_000 + 6_000_000);
        long now = Instant.now().getEpochSecond();
        Admin.post("/v1/ledger/rerating-runs", """
                        {"start_time":%d,"end_time":%d,"model":"regional","mode":"dry_run"}""".formatted(now - 3600, now + 3600))
                .statusCode(200)
                .body("examined", equalTo(2))
                .body("changed", equalTo(0));
    }

    @Test
    void shouldRateTheOthersWhenALatePriceMakesTooMuchOfOneAttempt() throws SQLException {
        // Given: two attempts that wait for the same price, the first with a count whose cost no amount can hold
        String project = Admin.newProject("absurd");
        publish(Usages.at(Instant.now())
                .project(project)
                .model("simulator", "absurd")
                .used(Usage.of(Meter.OUTPUT_TEXT, 100_000_000_000_000L))
                .event());
        UsageRecorded event = call(project, "absurd");
        publish(event);

        // When
        price("absurd", "absurd", 600_000, "2020-01-01");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/ledger/attempts/" + event.attemptId())
                        .body("attempt.rating_status", equalTo("rated"))
                        .body("attempt.charge_pico", equalTo("6000000")));
        // No price can rate it: what waits is only what another price could.
        Database.execute("DELETE FROM unrated_queue WHERE model = 'absurd'");
    }

    @Test
    void shouldNotRateAgainByALatePriceWhatIsRatedAlready() throws SQLException {
        // Given: a call at 600,000, and another price for its time that the book knows, too
        String project = Admin.newProject("rated once");
        price("once", "once", 600_000, "2020-01-01");
        awaitListed("once");
        UsageRecorded event = call(project, "once");
        publish(event);
        price("twice", "once", 200_000, "2021-01-01");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(corrections
                                .preview(List.of(event.attemptId()))
                                .await()
                                .atMost(PATIENCE))
                        .hasSize(1));

        // When
        var changes = corrections
                .apply(List.of(event.attemptId()), Reason.LATE_PRICE, null)
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(changes).isEmpty();
        assertThat(rolledUp(project, "output_text")).isEqualTo(6_000_000);
    }

    private static UsageRecorded call(String project, String model) {
        return call(project, model, Instant.now());
    }

    private static UsageRecorded call(String project, String model, Instant at) {
        return Usages.at(at)
                .project(project)
                .model("simulator", model)
                .used(Usage.of(Meter.OUTPUT_TEXT, OUTPUT))
                .tags(Map.of("team", "search"))
                .event();
    }

    private static void publish(UsageRecorded event) {
        try (Topics topics = new Topics()) {
            topics.send(event);
        }
        UUID attempt = event.attemptId();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                Database.count("SELECT count(*) FROM usage_event WHERE attempt_id = ?", attempt))
                        .isEqualTo(1));
    }

    private static void awaitListed(String model) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            UsageRecorded probe = call("proj_default", model, Instant.now().minus(Duration.ofHours(2)));
            publish(probe);
            Admin.get("/v1/ledger/attempts/" + probe.attemptId()).body("attempt.rating_status", equalTo("rated"));
        });
    }

    private static long rolledUp(String project, String item) {
        return Database.count(
                "SELECT coalesce(sum(charge_pico), 0) FROM usage_hour WHERE project = ? AND item = ?", project, item);
    }

    private static void price(String id, String model, long pico, String from) throws SQLException {
        price(id, model, pico, from, "");
    }

    private static void price(String id, String model, long pico, String from, String region) throws SQLException {
        Database.execute("""
                INSERT INTO price_version (id, provider, model, region, meter, service_tier, context_from, unit_price_pico,
                    per_quantity, currency, effective_from, recorded_at, source, approved)
                VALUES ('price_%s', 'simulator', '%s', '%s', 'output_text', 'default', 0, %d, 1, 'USD', '%s', now(), 'test',
                    true)""".formatted(id, model, region, pico, from));
    }
}
