package io.tollgate.chat.target;

import static io.tollgate.chat.target.TargetsFixture.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Strategy;
import io.tollgate.chat.route.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreferenceTest {

    private static final Target A = target("a", 1, 0);
    private static final Target B = target("b", 3, 0);
    private static final Target C = target("c", 1, 1);

    private final SplittableRandom random = new SplittableRandom(42);
    private final Map<String, Double> expected = new HashMap<>();
    private final Map<String, Long> costs = new HashMap<>();
    private final Preference preference = new Preference(
            target -> expected.getOrDefault(target.model(), 0.0),
            target -> costs.containsKey(target.model())
                    ? OptionalLong.of(costs.get(target.model()))
                    : OptionalLong.empty(),
            random::nextDouble);

    private List<Target> order(Strategy strategy, @Nullable String affinity, Target... targets) {
        Route route = new Route(
                "route", List.of(targets), strategy, OptionalInt.empty(), false, Optional.empty(), Optional.empty());
        return preference.order(route, List.of(targets), affinity);
    }

    private double shareOf(Target target, Strategy strategy, Target... targets) {
        return IntStream.range(0, 10_000)
                        .filter(i -> order(strategy, null, targets).getFirst().equals(target))
                        .count()
                / 10_000.0;
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void shouldAskThoseOfLowerPriorityFirstWhateverTheStrategy(Strategy strategy) {
        // Given
        expected.put("c", 0.1);
        costs.put("c", 0L);

        // When
        List<Target> ordered = order(strategy, null, C, A, B);

        // Then
        assertThat(ordered).hasSize(3).last().isEqualTo(C);
    }

    @Test
    void shouldKeepTheOrderOfTheFile() {
        assertThat(order(Strategy.ORDERED, null, B, A)).containsExactly(B, A);
    }

    @Test
    void shouldDrawInProportionToTheWeights() {
        assertThat(shareOf(B, Strategy.WEIGHTED, A, B)).isBetween(0.73, 0.77);
    }

    @Test
    void shouldPreferTheOneThatAnswersSooner() {
        // Given
        expected.put("a", 10.0);
        expected.put("b", 20.0);

        // When
        double share = shareOf(A, Strategy.LEAST_LATENCY, A, B);

        // Then
        assertThat(share).isEqualTo(1.0);
    }

    @Test
    void shouldNotSendEveryoneToTheFastestOfMany() {
        // Given
        Target d = target("d", 1, 0);
        expected.put("a", 10.0);
        expected.put("b", 20.0);
        expected.put("d", 30.0);

        // When
        double share = shareOf(A, Strategy.LEAST_LATENCY, A, B, d);

        // Then
        // Two of three are compared: the fastest is one of them twice in three.
        assertThat(share).isBetween(0.63, 0.70);
        assertThat(shareOf(d, Strategy.LEAST_LATENCY, A, B, d)).isZero();
    }

    @Test
    void shouldAskTheCheapestFirstAndTheUnpricedLast() {
        // Given
        costs.put("b", 10L);
        costs.put("a", 20L);
        Target unpriced = target("unpriced", 1, 0);

        // When
        List<Target> ordered = order(Strategy.CHEAPEST, null, unpriced, A, B);

        // Then
        assertThat(ordered).containsExactly(B, A, unpriced);
    }

    @ParameterizedTest
    @EnumSource(names = {"WEIGHTED", "LEAST_LATENCY"})
    void shouldSendOneAffinityToOneTarget(Strategy strategy) {
        // When
        List<Target> chosen = IntStream.range(0, 100)
                .mapToObj(i -> order(strategy, "conversation", A, B).getFirst())
                .distinct()
                .toList();

        // Then
        assertThat(chosen).hasSize(1);
    }

    @Test
    void shouldSpreadAffinitiesByWeight() {
        // When
        long toB = IntStream.range(0, 10_000)
                .filter(i -> order(Strategy.WEIGHTED, "conversation-" + i, A, B)
                        .getFirst()
                        .equals(B))
                .count();

        // Then
        assertThat(toB).isBetween(7_300L, 7_700L);
    }

    @Test
    void shouldMoveOnlyTheAffinitiesOfATargetThatIsGone() {
        // Given
        Target d = target("d", 1, 0);
        List<String> keys =
                IntStream.range(0, 1_000).mapToObj(i -> "conversation-" + i).toList();

        // When
        long moved = keys.stream()
                .filter(key -> {
                    Target before = order(Strategy.WEIGHTED, key, A, B, d).getFirst();
                    Target after = order(Strategy.WEIGHTED, key, A, B).getFirst();
                    return !before.equals(d) && !before.equals(after);
                })
                .count();

        // Then
        assertThat(moved).isZero();
    }
}
