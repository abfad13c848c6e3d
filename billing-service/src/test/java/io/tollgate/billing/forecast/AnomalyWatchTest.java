package io.tollgate.billing.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Tenants;
import io.tollgate.billing.testing.Topics;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.AlertRaised.Kind;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.money.Money;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class AnomalyWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ADMIN_KEY = "sk-admin-unusual-0123456789abcdef0123456789abcdef";
    private static final String ORGANIZATION = "org_unusual";

    @Inject
    AnomalyWatch watch;

    @Test
    void shouldRaiseOneAlertForEachDayAndProjectThatStandsOut() throws SQLException {
        // Given: two projects that spend the same every day for four weeks, and one that spends ten times as much today
        Tenants.create("unusual", ADMIN_KEY);
        String webhook = Admin.with(ADMIN_KEY)
                .body("{\"url\":\"https://example.com/alerts\",\"kinds\":[\"anomaly\"]}")
                .post("/v1/webhooks")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Instant now = Instant.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (int back = 0; back <= 28; back++) {
            spend("proj_steady", today.minusDays(back), 1_000_000);
            spend("proj_jumping", today.minusDays(back), back == 0 ? 10_000_000 : 1_000_000);
        }

        // When: it looks twice, and more is spent in between
        watch.look(now).await().atMost(PATIENCE);
        spend("proj_jumping", today, 5_000_000);
        watch.look(now).await().atMost(PATIENCE);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(alerts()).hasSize(2));
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.kind()).isEqualTo(Kind.ANOMALY);
            assertThat(alert.subject()).isEqualTo("daily_spend:" + today);
            assertThat(alert.periodStart()).isEqualTo(today.atStartOfDay().toInstant(ZoneOffset.UTC));
        });
        assertThat(alerts()).extracting(AlertRaised::project).containsExactlyInAnyOrder(null, "proj_jumping");
        assertThat(alerts())
                .extracting(AlertRaised::committed)
                .containsExactlyInAnyOrder(Money.ofPico(11_000_000), Money.ofPico(10_000_000));
        assertThat(alerts()).extracting(AlertRaised::message).anyMatch(message -> message.contains("0.000001 USD"));
        Admin.with(ADMIN_KEY)
                .get("/v1/webhooks/" + webhook + "/deliveries")
                .then()
                .body("data.size()", Matchers.equalTo(2));
        Admin.with(ADMIN_KEY).delete("/v1/webhooks/" + webhook).then().statusCode(200);
    }

    private static List<AlertRaised> alerts() {
        return Topics.read(EventType.ALERT_RAISED).stream()
                .filter(alert -> alert.organization().equals(ORGANIZATION))
                .toList();
    }

    /** Sums that no rows stand behind are what the self-audit looks for. */
    @AfterAll
    static void forget() throws SQLException {
        Database.execute("DELETE FROM usage_hour_sum WHERE organization = '" + ORGANIZATION + "'");
        Database.execute("DELETE FROM usage_day_sum WHERE organization = '" + ORGANIZATION + "'");
    }

    /** What the roll-up would hold. */
    private static void spend(String project, LocalDate day, long pico) throws SQLException {
        Database.execute("""
                INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation, service_tier)
                VALUES ('%s', '%s', 'key', '', 'p', 'm', 'chat', 'default') ON CONFLICT DO NOTHING""".formatted(ORGANIZATION, project));
        Database.execute("""
                INSERT INTO usage_hour_sum (organization, bucket, series, output_text, output_text_cost, output_text_charge)
                SELECT organization, '%sT00:00:00Z', id, 1, %d, %d FROM usage_series
                    WHERE organization = '%s' AND project = '%s'
                ON CONFLICT (organization, bucket, series)
                DO UPDATE SET output_text_charge = usage_hour_sum.output_text_charge + EXCLUDED.output_text_charge""".formatted(day, pico, pico, ORGANIZATION, project));
        Database.execute("""
                INSERT INTO usage_day_sum (organization, bucket, project, provider, model, operation, service_tier,
                    output_text, output_text_cost, output_text_charge)
                VALUES ('%s', '%sT00:00:00Z', '%s', 'p', 'm', 'chat', 'default', 1, %d, %d)
                ON CONFLICT (organization, bucket, project, provider, model, operation, service_tier)
                DO UPDATE SET output_text_charge = usage_day_sum.output_text_charge + EXCLUDED.output_text_charge""".formatted(ORGANIZATION, day, project, pico, pico));
    }
}
