package io.tollgate.billing.prepayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Tenants;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prepaid organization's balance is a hard budget on the topic: each test has an organization of its own. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class PrepaymentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of one call of {@link Usages}. */
    private static final Money COST = Money.ofPico(345_000_000);

    @Test
    void shouldPublishWhatIsLeftAsAHardBudgetAndCountWhatIsUsed() {
        // Given: one call before it is prepaid, which no invoice has billed
        Tenant tenant = new Tenant("prepaid_counted");
        tenant.use();
        tenant.credit("prepaid", 1_000_000_000);

        // When
        tenant.begin();
        tenant.use();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tenant.published()).last().satisfies(budget -> {
                    assertThat(budget.enforcement()).isEqualTo(Enforcement.HARD);
                    assertThat(budget.interval()).isEqualTo(BudgetInterval.LIFETIME);
                    assertThat(budget.admitsUnpriced()).isFalse();
                    assertThat(budget.state().limit()).isEqualTo(Money.ofPico(1_000_000_000));
                    assertThat(budget.state().committed()).isEqualTo(COST.plus(COST));
                }));
        Admin.with(tenant.key)
                .get("/v1/ledger/balance")
                .then()
                .body("prepaid", equalTo(true))
                .body("credit_pico", equalTo("1000000000"))
                .body("unbilled_pico", equalTo("690000000"))
                .body("available_pico", equalTo("310000000"));
    }

    @Test
    void shouldRaiseTheLimitByEveryCreditInAscendingVersions() {
        // Given
        Tenant tenant = new Tenant("prepaid_credited");
        tenant.begin();

        // When
        tenant.credit("prepaid", 500);
        tenant.credit("grant", 70);

        // Then: nothing, then the payment, then the grant
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tenant.published())
                        .extracting(budget -> budget.state().limit().pico())
                        .containsExactly(0L, 500L, 570L));
        assertThat(tenant.published())
                .extracting(budget -> budget.state().version())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNotLetTheOrganizationMoveItsOwnLimit() {
        // Given
        Tenant tenant = new Tenant("prepaid_itself");
        tenant.begin();
        String budget = Admin.with(tenant.key)
                .get("/v1/budgets")
                .then()
                .body("data.origin", equalTo(List.of("prepaid")))
                .extract()
                .path("data[0].id");

        // When
        int changed = Admin.with(tenant.key)
                .body("{\"limit\":\"1000\"}")
                .post("/v1/budgets/" + budget)
                .statusCode();

        // Then
        assertThat(changed).isEqualTo(409);
        Admin.with(tenant.key).delete("/v1/budgets/" + budget).then().statusCode(409);
        Admin.with(tenant.key)
                .delete("/v1/ledger/prepayments/" + tenant.id)
                .then()
                .statusCode(404);
    }

    @Test
    void shouldAdmitAgainWhenPrepaymentEnds() {
        // Given
        Tenant tenant = new Tenant("prepaid_ended");
        tenant.begin();
        Admin.post("/v1/ledger/prepayments", tenant.body()).statusCode(409);

        // When
        Admin.delete("/v1/ledger/prepayments/" + tenant.id).statusCode(200).body("prepaid", equalTo(false));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tenant.published())
                        .extracting(BudgetPublished::active)
                        .containsExactly(true, false));
        Admin.with(tenant.key)
                .get("/v1/organization/audit_logs?resource_ids[]=" + tenant.id)
                .then()
                .body("data.type", hasItems("prepayment.begun", "prepayment.ended"))
                .body("data.actor.system", hasItems("operator"));
        Admin.post("/v1/ledger/prepayments", "{\"organization\":\"org_nobody\"}")
                .statusCode(404);
    }

    /** An organization, and what the operator and its callers do. */
    private static final class Tenant {

        private final String id;
        private final String key;

        Tenant(String name) {
            id = "org_" + name;
            key = "sk-admin-" + name.replace('_', '-') + "-0123456789abcdef0123456789abcdef";
            Tenants.create(name, key);
        }

        String body() {
            return "{\"organization\":\"" + id + "\"}";
        }

        void begin() {
            Admin.post("/v1/ledger/prepayments", body()).statusCode(200).body("prepaid", equalTo(true));
        }

        void credit(String kind, long pico) {
            Admin.post("/v1/ledger/credits", """
                            {"organization":"%s","kind":"%s","amount_pico":%d,"note":"test"}""".formatted(id, kind, pico)).statusCode(200);
        }

        void use() {
            UsageRecorded event = Usages.at(Instant.now()).organization(id).event();
            try (Topics topics = new Topics()) {
                topics.send(event);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Database.count(
                                    "SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId()))
                            .isEqualTo(1));
        }

        List<BudgetPublished> published() {
            return Topics.read(EventType.BUDGET_PUBLISHED).stream()
                    .filter(budget -> budget.organization().equals(id))
                    .toList();
        }
    }
}
