package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.completion.AttemptPlan.Availability;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.provider.Again;
import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {

    private static final Provider PROVIDER =
            new Provider("one", ProviderKind.OPENAI, URI.create("https://models.test"), Secret.of("k"));
    private static final Target A = new Target(PROVIDER, "a");
    private static final Target B = new Target(PROVIDER, "b");
    private static final AttemptFailure BROKEN = AttemptFailure.ofTarget(GatewayFailure.upstream("broken"));
    private static final AttemptFailure ELSEWHERE = AttemptFailure.elsewhere(GatewayFailure.upstream("unable"));
    private static final long BACK_OFF = 100;
    private static final long BACK_OFF_MAX = 1_000;
    private static final long DEADLINE = 10_000;

    private final Map<Target, Availability> availability = new HashMap<>();

    private AttemptPlan plan(int attemptsMax, Target... targets) {
        return new AttemptPlan(
                List.of(targets),
                new AttemptPlan.Limits(attemptsMax, BACK_OFF, BACK_OFF_MAX, DEADLINE),
                target -> availability.getOrDefault(target, Availability.FREE));
    }

    private static AttemptFailure retryAfter(long nanos) {
        return new AttemptFailure(
                GatewayFailure.upstream("busy"), Again.ANYWHERE, AttemptFailure.Blame.LOAD, Duration.ofNanos(nanos));
    }

    @Test
    void shouldAskTheNextTargetAtOnce() {
        // Given
        AttemptPlan plan = plan(3, A, B);
        plan.failed(plan.next(), BROKEN, 0);

        // When
        long pause = plan.pauseNanos(0.5, 0);

        // Then
        assertThat(pause).isZero();
        assertThat(plan.next()).isEqualTo(B);
    }

    @Test
    void shouldAskTheFirstAgainAfterTheLastWithAPause() {
        // Given
        AttemptPlan plan = plan(3, A, B);
        plan.failed(plan.next(), BROKEN, 0);
        plan.pauseNanos(0, 0);
        plan.failed(plan.next(), BROKEN, 0);

        // When
        long pause = plan.pauseNanos(0.5, 0);

        // Then
        assertThat(pause).isEqualTo(BACK_OFF / 2);
        assertThat(plan.next()).isEqualTo(A);
    }

    @Test
    void shouldPauseLongerWithEachRetryUpToABound() {
        // Given
        AttemptPlan plan = plan(10, A);

        // When
        List<Long> pauses = IntStream.range(0, 6)
                .mapToObj(i -> {
                    plan.failed(plan.next(), BROKEN, 0);
                    return plan.pauseNanos(0.999_999, 0);
                })
                .toList();

        // Then
        assertThat(pauses).containsExactly(99L, 199L, 399L, 799L, 999L, 999L);
    }

    @Test
    void shouldSpendOneBudgetOverRetriesAndFallbacks() {
        // Given
        AttemptPlan plan = plan(2, A, B);
        plan.failed(plan.next(), BROKEN, 0);
        plan.pauseNanos(0, 0);
        plan.failed(plan.next(), BROKEN, 0);

        // When
        long pause = plan.pauseNanos(0, 0);

        // Then
        assertThat(pause).isNegative();
        assertThat(plan.attempts()).isEqualTo(2);
    }

    @Test
    void shouldNotAskATargetAgainThatCannotTakeTheRequest() {
        // Given
        AttemptPlan plan = plan(3, A);
        plan.failed(plan.next(), ELSEWHERE, 0);

        // When
        long pause = plan.pauseNanos(0, 0);

        // Then
        assertThat(pause).isNegative();
    }

    @Test
    void shouldWaitAsLongAsTheTargetAsksTo() {
        // Given
        AttemptPlan plan = plan(3, A);
        plan.failed(plan.next(), retryAfter(700), 50);

        // When
        long pause = plan.pauseNanos(0, 60);

        // Then
        assertThat(pause).isEqualTo(690);
    }

    @Test
    void shouldNotWaitForATargetThatAsksForTooLong() {
        // Given
        AttemptPlan plan = plan(3, A);
        plan.failed(plan.next(), retryAfter(BACK_OFF_MAX + 1), 0);

        // When
        long pause = plan.pauseNanos(0, 0);

        // Then
        assertThat(pause).isNegative();
    }

    @Test
    void shouldPreferTheTargetThatCanBeAskedSooner() {
        // Given
        AttemptPlan plan = plan(3, A, B);
        plan.failed(plan.next(), retryAfter(700), 0);
        plan.pauseNanos(0, 0);
        plan.failed(plan.next(), BROKEN, 0);

        // When
        plan.pauseNanos(0, 0);

        // Then
        assertThat(plan.next()).isEqualTo(B);
    }

    @Test
    void shouldBeginNothingAfterTheDeadline() {
        // Given
        AttemptPlan plan = plan(3, A, B);
        plan.failed(plan.next(), BROKEN, 0);

        // When
        long pause = plan.pauseNanos(0, DEADLINE);

        // Then
        assertThat(pause).isNegative();
    }

    @Test
    void shouldPassOverTargetsThatAreLeftAloneOrFull() {
        // Given
        availability.put(A, Availability.LEFT_ALONE);

        // When
        AttemptPlan plan = plan(3, A, B);

        // Then
        assertThat(plan.next()).isEqualTo(B);
        availability.put(A, Availability.FULL);
        availability.put(B, Availability.LEFT_ALONE);
        assertThat(plan(3, B, A).next()).isEqualTo(A);
    }

    @Test
    void shouldNotCountAnAttemptThatWasNotMade() {
        // Given
        AttemptPlan plan = plan(1, A, B);
        plan.withdraw(plan.next());

        // When
        long pause = plan.pauseNanos(0, 0);

        // Then
        assertThat(pause).isZero();
        assertThat(plan.next()).isEqualTo(B);
        assertThat(plan.attempts()).isEqualTo(1);
    }

    @Test
    void shouldHedgeOnlyWithAnotherTargetThatIsFree() {
        // Given
        AttemptPlan plan = plan(3, A, B);
        plan.next();
        availability.put(B, Availability.FULL);

        // When
        boolean whileFull = plan.canHedge(0);

        // Then
        assertThat(whileFull).isFalse();
        availability.put(B, Availability.FREE);
        assertThat(plan.canHedge(0)).isTrue();
        assertThat(plan.next()).isEqualTo(B);
        assertThat(plan.canHedge(0)).isFalse();
    }
}
