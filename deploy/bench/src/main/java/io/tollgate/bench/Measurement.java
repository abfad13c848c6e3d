package io.tollgate.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one scenario, of which medians are reported. */
record Measurement(Scenario scenario, List<Round> rounds) {
    Measurement {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("A measurement needs at least one round");
        }
    }

    /** The middle value; of an even number of rounds, the mean of the two in the middle. */
    double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int upper = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
    }

    long failed() {
        return rounds.stream().mapToLong(Round::failed).sum();
    }

    boolean generatorFellBehind() {
        return rounds.stream()
                .anyMatch(round ->
                        round.direct().generatorFellBehind() || round.gateway().generatorFellBehind());
    }
}
