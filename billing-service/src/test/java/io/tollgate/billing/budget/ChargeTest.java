package io.tollgate.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChargeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void shouldChargeEveryMatchingBudgetInThePeriodOfTheCallSortedByBudget() {
        // Given: 22:30 and 23:30 in UTC are two days in Berlin
        List<BudgetDefinition> budgets = List.of(
                budget("z", "org_a", Scope.ORGANIZATION, "org_a", BudgetInterval.LIFETIME),
                budget("a", "org_a", Scope.PROJECT, "proj_a", BudgetInterval.DAY),
                budget("m", "org_a", Scope.KEY, "key_other", BudgetInterval.DAY));
        List<Spend> spends =
                List.of(spend("org_a", "2026-11-22T22:30:00Z", 5), spend("org_a", "2026-11-22T23:30:00Z", 7));

        // When
        List<Charge> charges = Charge.of(budgets, spends);

        // Then
        assertThat(charges)
                .extracting(
                        charge -> charge.budget().id(),
                        charge -> charge.period().start(),
                        Charge::pico)
                .containsExactly(
                        tuple("a", Instant.parse("2026-11-21T23:00:00Z"), BigInteger.valueOf(5)),
                        tuple("a", Instant.parse("2026-11-22T23:00:00Z"), BigInteger.valueOf(7)),
                        tuple("z", Instant.EPOCH, BigInteger.valueOf(12)));
    }

    @Test
    void shouldNotChargeAnotherOrganizationsBudgetWhateverIdsTheEventClaims() {
        // Given
        BudgetDefinition budget = budget("b", "org_a", Scope.PROJECT, "proj_a", BudgetInterval.DAY);

        // When
        List<Charge> charges = Charge.of(List.of(budget), List.of(spend("org_b", "2026-11-22T12:00:00Z", 5)));

        // Then
        assertThat(charges).isEmpty();
    }

    @Test
    void shouldShowASpendBeyondTheRangeOfMoneyAsItsEnd() {
        // Given
        BudgetDefinition budget = budget("b", "org_a", Scope.PROJECT, "proj_a", BudgetInterval.LIFETIME);

        // When
        Money committed = budget.state(budget.periodAt(Instant.EPOCH), 1, new BigDecimal("1e30"))
                .committed();

        // Then
        assertThat(committed.pico()).isEqualTo(Long.MAX_VALUE);
    }

    private static BudgetDefinition budget(
            String id, String organization, Scope scope, String scopeId, BudgetInterval interval) {
        return new BudgetDefinition(
                id,
                organization,
                scope,
                scopeId,
                BudgetWindow.of(interval, BERLIN),
                Enforcement.HARD,
                Unpriced.REFUSE,
                Money.ofPico(100),
                Notice.NONE,
                true);
    }

    private static Spend spend(String organization, String at, long pico) {
        return new Spend(organization, "proj_a", "key_a", null, "gpt-4o-mini", Map.of(), Instant.parse(at), pico);
    }
}
