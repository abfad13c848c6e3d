package io.tollgate.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.RollUps;
import io.tollgate.billing.testing.Tenants;
import io.tollgate.billing.testing.Topics;
import io.tollgate.contracts.event.EventType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class CreditExpiryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ORGANIZATION = "org_expiring";
    private static final String ADMIN_KEY = "sk-admin-expiring-0123456789abcdef0123456789abcdef";

    @Inject
    Credits credits;

    @Test
    void shouldTakeBackWhatIsLeftOnceAlsoFromThePrepaidBalance() {
        // Given: a grant that has expired, and one that has not
        Tenants.create("expiring", ADMIN_KEY);
        long now = Instant.now().getEpochSecond();
        grant(900, now - 1);
        grant(50, now + 3_600);
        Admin.post("/v1/ledger/prepayments", "{\"organization\":\"" + ORGANIZATION + "\"}")
                .statusCode(200);

        // When
        credits.expire().await().atMost(PATIENCE);
        credits.expire().await().atMost(PATIENCE);

        // Then
        Admin.with(ADMIN_KEY).get("/v1/ledger/balance").then().body("credit_pico", equalTo("50"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.BUDGET_PUBLISHED))
                        .filteredOn(budget -> budget.organization().equals(ORGANIZATION))
                        .extracting(budget -> budget.state().limit().pico())
                        .containsExactly(950L, 50L));
        Admin.with(ADMIN_KEY)
                .get("/v1/organization/audit_logs?event_types[]=credit.expired")
                .then()
                .body("data.'credit.expired'.before.remaining_pico", hasItem("900"))
                .body("data.'credit.expired'.after.remaining_pico", hasItem("0"))
                .body("data.size()", equalTo(1));
        Admin.get("/v1/ledger/trial-balance").body("balanced", equalTo(true));
    }

    @Test
    void shouldLeaveWhatWasUsedBeforeUntilItIsBilled() {
        // Given: usage of days ago that no invoice has billed, and two grants that have expired since
        String organization = "org_expired_used";
        String key = "sk-admin-expired-used-0123456789abcdef0123456789";
        Tenants.create("expired_used", key);
        RollUps.charge(organization, LocalDate.now(ZoneOffset.UTC).minusDays(3), 600);
        long now = Instant.now().getEpochSecond();
        grant(organization, 400, now - 20);
        grant(organization, 500, now - 10);

        // When
        credits.expire().await().atMost(PATIENCE);
        credits.expire().await().atMost(PATIENCE);

        // Then: what pays for the usage is left of them
        Admin.with(key)
                .get("/v1/ledger/balance")
                .then()
                .body("credit_pico", equalTo("600"))
                .body("available_pico", equalTo("0"));
        Admin.with(key).get("/v1/ledger/credits").then().body("data.remaining_pico", contains("400", "200"));
        RollUps.forget(organization);
    }

    private static void grant(long pico, long expiresAt) {
        grant(ORGANIZATION, pico, expiresAt);
    }

    private static void grant(String organization, long pico, long expiresAt) {
        Admin.post("/v1/ledger/credits", """
                        {"organization":"%s","kind":"grant","amount_pico":%d,"note":"test","expires_at":%d}""".formatted(organization, pico, expiresAt))
                .statusCode(200);
    }
}
