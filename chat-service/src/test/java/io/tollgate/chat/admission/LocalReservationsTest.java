package io.tollgate.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.reservation.BudgetSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalReservationsTest {

    private static final BudgetSnapshot TEN = new BudgetSnapshot("ten@0", 1, 10, 0);
    private static final BudgetSnapshot SEVEN_LEFT = new BudgetSnapshot("seven@0", 1, 10, 3);

    private final LocalReservations local = new LocalReservations();

    private static Hold.Local hold(long amountNano, BudgetSnapshot... budgets) {
        return new Hold.Local(
                List.of(budgets).stream().map(BudgetSnapshot::field).toList(), amountNano);
    }

    @Test
    void shouldHoldNoMoreThanTheLastPublishedStateHasLeft() {
        // Given
        local.reserve(List.of(SEVEN_LEFT), 4);

        // When
        var refused = local.reserve(List.of(SEVEN_LEFT), 4);
        var admitted = local.reserve(List.of(SEVEN_LEFT), 3);

        // Then
        assertThat(refused).contains(SEVEN_LEFT);
        assertThat(admitted).isEmpty();
        assertThat(local.outstandingNano()).isEqualTo(7);
    }

    @Test
    void shouldHoldInEveryBudgetOrInNone() {
        // When
        var refused = local.reserve(List.of(TEN, SEVEN_LEFT), 8);

        // Then
        assertThat(refused).contains(SEVEN_LEFT);
        assertThat(local.outstandingNano()).isZero();
    }

    @Test
    void shouldKeepWhatWasSpentAndFreeTheRest() {
        // Given
        local.reserve(List.of(TEN), 9);

        // When
        local.settle(hold(9, TEN), 2);

        // Then
        assertThat(local.outstandingNano("ten@0")).isEqualTo(2);
        assertThat(local.reserve(List.of(TEN), 9)).contains(TEN);
        assertThat(local.reserve(List.of(TEN), 8)).isEmpty();
    }

    @Test
    void shouldForgetWhatWasSpentButNotWhatIsHeld() {
        // Given
        local.reserve(List.of(TEN), 3);
        local.reserve(List.of(TEN), 4);
        local.settle(hold(3, TEN), 3);

        // When
        local.nextGeneration(true);
        local.nextGeneration(true);

        // Then
        assertThat(local.outstandingNano("ten@0")).isEqualTo(4);
        assertThat(local.reserve(List.of(TEN), 6)).isEmpty();
    }

    @Test
    void shouldNotBeOvercomeByAnAmountThatOverflows() {
        // Given
        local.reserve(List.of(TEN), 10);

        // When
        var refused = local.reserve(List.of(TEN), Long.MAX_VALUE);

        // Then
        assertThat(refused).contains(TEN);
    }

    @Test
    void shouldCountEachBudgetForItself() {
        // When
        local.reserve(List.of(TEN), 10);

        // Then
        assertThat(local.outstandingNano("seven@0")).isZero();
        assertThat(local.reserve(List.of(SEVEN_LEFT), 7)).isEmpty();
        assertThat(local.outstandingNano()).isEqualTo(17);
    }

    @Test
    void shouldRememberWhatWasSpentForAGenerationAndAsLongAsRedisIsAway() {
        // Given
        local.reserve(List.of(TEN), 3);
        local.settle(hold(3, TEN), 3);

        // When
        local.nextGeneration(false);
        local.nextGeneration(false);
        local.nextGeneration(true);

        // Then
        assertThat(local.outstandingNano("ten@0")).isEqualTo(3);
    }

    @Test
    void shouldNotGiveAwayAgainWhatRedisHeldForItsOwnCallsWhenItWentAway() {
        // Given
        Hold.Shared shared = new Hold.Shared(List.of("ten@0"), 8);

        // When
        local.noteShared(shared);

        // Then
        assertThat(local.reserve(List.of(TEN), 3)).contains(TEN);
        assertThat(local.outstandingNano()).isZero();
    }

    @Test
    void shouldNotGiveAwayAgainWhatItsOwnCallsSpentWhileTheLedgerMayLag() {
        // Given
        Hold.Shared shared = new Hold.Shared(List.of("ten@0"), 8);
        local.noteShared(shared);

        // When
        local.settle(shared, 6);

        // Then
        assertThat(local.reserve(List.of(TEN), 5)).contains(TEN);
        assertThat(local.reserve(List.of(TEN), 4)).isEmpty();
    }
}
