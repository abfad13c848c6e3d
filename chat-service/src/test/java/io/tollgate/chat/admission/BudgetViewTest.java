package io.tollgate.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetViewTest {

    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    private static final Caller CALLER = new Caller("key_1", "org_1", "proj_1", Set.of());

    private final BudgetView view = new BudgetView();

    private static BudgetPublished budget(
            String id, Scope scope, String scopeId, Enforcement enforcement, boolean active, long version, long pico) {
        return new BudgetPublished(
                "org_1",
                scope,
                scopeId,
                BudgetInterval.MONTH,
                "UTC",
                enforcement,
                active,
                null,
                new BudgetState(id, JANUARY, FEBRUARY, version, Money.ofPico(pico), Money.ofPico(1_500)));
    }

    private static BudgetPublished hard(String id, Scope scope, String scopeId) {
        return budget(id, scope, scopeId, Enforcement.HARD, true, 1, 9_999);
    }

    private static BudgetSubject subject(Caller caller) {
        return new BudgetSubject(caller, "gpt-4o-mini", "user-1", Map.of("team", "search"));
    }

    private List<String> matching(Caller caller) {
        return view.hardBudgets(subject(caller), NOW, true).stream()
                .map(BudgetSnapshot::field)
                .toList();
    }

    @Test
    void shouldMatchByOrganizationProjectAndKey() {
        // Given
        view.accept(hard("organization", Scope.ORGANIZATION, "org_1"));
        view.accept(hard("project", Scope.PROJECT, "proj_1"));
        view.accept(hard("key", Scope.KEY, "key_1"));
        view.accept(hard("other-project", Scope.PROJECT, "proj_2"));
        view.accept(hard("other-key", Scope.KEY, "proj_1"));

        // When
        List<String> fields = matching(CALLER);

        // Then
        String period = "@" + JANUARY.getEpochSecond();
        assertThat(fields).containsExactlyInAnyOrder("organization" + period, "project" + period, "key" + period);
    }

    @Test
    void shouldMatchByEndUserModelAndTag() {
        // Given
        view.accept(hard("user", Scope.END_USER, "user-1"));
        view.accept(hard("model", Scope.MODEL, "gpt-4*"));
        view.accept(hard("tag", Scope.TAG, "team=search"));
        view.accept(hard("other-user", Scope.END_USER, "user-2"));
        view.accept(hard("other-model", Scope.MODEL, "claude-*"));
        view.accept(hard("other-tag", Scope.TAG, "team=ads"));
        view.accept(hard("other-label", Scope.TAG, "squad=search"));

        // When
        List<String> fields = matching(CALLER);

        // Then
        String period = "@" + JANUARY.getEpochSecond();
        assertThat(fields).containsExactlyInAnyOrder("user" + period, "model" + period, "tag" + period);
    }

    @Test
    void shouldMatchNoEndUserWhereTheCallNamesNone() {
        // Given
        view.accept(hard("user", Scope.END_USER, "user-1"));

        // When / Then
        assertThat(view.hardBudgets(new BudgetSubject(CALLER, "gpt-4o", null, Map.of()), NOW, true))
                .isEmpty();
    }

    @Test
    void shouldLeaveOutABudgetThatAdmitsWhatHasNoPrice() {
        // Given
        BudgetPublished strict = hard("strict", Scope.ORGANIZATION, "org_1");
        view.accept(strict);
        view.accept(new BudgetPublished(
                "org_1",
                Scope.ORGANIZATION,
                "org_1",
                BudgetInterval.MONTH,
                "UTC",
                Enforcement.HARD,
                true,
                BudgetPublished.Unpriced.ADMIT,
                new BudgetState("lenient", JANUARY, FEBRUARY, 1, Money.ofPico(9_999), Money.ZERO)));

        // When
        List<BudgetSnapshot> unpriced = view.hardBudgets(subject(CALLER), NOW, false);

        // Then
        assertThat(unpriced).containsExactly(BudgetSnapshot.of(strict.state()));
        assertThat(view.hardBudgets(subject(CALLER), NOW, true)).hasSize(2);
    }

    @Test
    void shouldNeverMatchAnotherOrganizationsCaller() {
        // Given
        view.accept(hard("project", Scope.PROJECT, "proj_1"));

        // When / Then
        assertThat(matching(new Caller("key_1", "org_2", "proj_1", Set.of()))).isEmpty();
    }

    @Test
    void shouldIgnoreSoftAndInactiveBudgets() {
        // Given
        view.accept(budget("soft", Scope.ORGANIZATION, "org_1", Enforcement.SOFT, true, 1, 1));
        view.accept(budget("inactive", Scope.ORGANIZATION, "org_1", Enforcement.HARD, false, 1, 1));

        // When / Then
        assertThat(matching(CALLER)).isEmpty();
        assertThat(view.snapshots(NOW).get("org_1")).hasSize(2);
        assertThat(view.snapshots(FEBRUARY).get("org_1")).isEmpty();
    }

    @Test
    void shouldRoundTheLimitDownAndWhatIsSpentUp() {
        // Given
        view.accept(hard("b", Scope.ORGANIZATION, "org_1"));

        // When
        BudgetSnapshot snapshot = view.hardBudgets(subject(CALLER), NOW, true).getFirst();

        // Then
        assertThat(snapshot.limitNano()).isEqualTo(9);
        assertThat(snapshot.committedNano()).isEqualTo(2);
    }

    @Test
    void shouldTakeNewerStatesOnly() {
        // Given
        view.accept(budget("b", Scope.ORGANIZATION, "org_1", Enforcement.HARD, true, 5, 5_000));

        // When
        boolean older = view.accept(budget("b", Scope.ORGANIZATION, "org_1", Enforcement.HARD, true, 4, 4_000));
        boolean equal = view.accept(budget("b", Scope.ORGANIZATION, "org_1", Enforcement.HARD, true, 5, 4_000));
        boolean newer = view.accept(budget("b", Scope.ORGANIZATION, "org_1", Enforcement.HARD, true, 6, 6_000));

        // Then
        assertThat(List.of(older, equal, newer)).containsExactly(false, false, true);
        assertThat(view.hardBudgets(subject(CALLER), NOW, true).getFirst().limitNano())
                .isEqualTo(6);
    }

    @Test
    void shouldStartANewPeriodWithNothingSpentBeforeTheLedgerPublishesIt() {
        // Given
        view.accept(hard("b", Scope.ORGANIZATION, "org_1"));

        // When
        BudgetSnapshot last =
                view.hardBudgets(subject(CALLER), FEBRUARY.minusNanos(1), true).getFirst();
        BudgetSnapshot next = view.hardBudgets(subject(CALLER), FEBRUARY, true).getFirst();

        // Then
        assertThat(last.field()).isEqualTo("b@" + JANUARY.getEpochSecond());
        assertThat(last.committedNano()).isEqualTo(2);
        assertThat(next.field()).isEqualTo("b@" + FEBRUARY.getEpochSecond());
        assertThat(next.committedNano()).isZero();
        assertThat(next.limitNano()).isEqualTo(9);
    }
}
