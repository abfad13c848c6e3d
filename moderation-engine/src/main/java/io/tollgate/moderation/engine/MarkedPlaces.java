package io.tollgate.moderation.engine;

import java.util.Arrays;

/**
 * Where in a view a {@link Sieve} found anchors. A view that differs from it in a few places has the same anchors everywhere else.
 * Reused from text to text.
 */
final class MarkedPlaces {

    private static final int INITIAL_CAPACITY = 64;

    private int[] places = new int[INITIAL_CAPACITY];
    private int count;
    private boolean complete;

    void clear() {
        count = 0;
        complete = false;
    }

    /** @param place where the last character of an anchor stands */
    void add(int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count] = place;
        count++;
    }

    /** There are no others. */
    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    int count() {
        return count;
    }

    /** By rising places. */
    int place(int number) {
        return places[number];
    }
}
