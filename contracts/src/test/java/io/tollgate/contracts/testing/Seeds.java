package io.tollgate.contracts.testing;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Checks a property for many generated cases. Each run uses a fresh seed; a failure names it, and
 * {@code -Dtollgate.seed=<seed>} repeats exactly that case.
 */
public final class Seeds {

    private static final String SEED_PROPERTY = "tollgate.seed";
    private static final int CASES = 500;

    private Seeds() {}

    public static void forAll(Consumer<Generator> property) {
        forAll(CASES, property);
    }

    public static void forAll(int cases, Consumer<Generator> property) {
        Long repeated = Long.getLong(SEED_PROPERTY);
        if (repeated != null) {
            check(repeated, property);
            return;
        }
        SplittableRandom seeds = new SplittableRandom(System.nanoTime());
        for (int number = 0; number < cases; number++) {
            check(seeds.nextLong(), property);
        }
    }

    private static void check(long seed, Consumer<Generator> property) {
        try {
            property.accept(new Generator(new SplittableRandom(seed)));
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "fails with -D" + SEED_PROPERTY + "=" + seed + ": " + failure.getMessage(), failure);
        }
    }
}
