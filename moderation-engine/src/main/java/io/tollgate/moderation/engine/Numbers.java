package io.tollgate.moderation.engine;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A small set of numbers. A bit set would cost as much as its largest number, and there is one for every term. */
final class Numbers {

    private static final Numbers NONE = new Numbers(new int[0]);

    private final int[] sorted;

    private Numbers(int[] sorted) {
        this.sorted = sorted;
    }

    static Numbers of(IntStream numbers) {
        int[] sorted = numbers.sorted().toArray();
        return sorted.length == 0 ? NONE : new Numbers(sorted);
    }

    boolean has(int number) {
        return Arrays.binarySearch(sorted, number) >= 0;
    }

    int[] values() {
        return sorted;
    }
}
