package io.tollgate.chat.route;

import java.util.Locale;

/** Which of the targets of equal priority is asked first. In the routes file the names stand in lower case with hyphens. */
public enum Strategy {
    /** As they stand in the file. */
    ORDERED,
    /** At random, in proportion to their weights. */
    WEIGHTED,
    /** Of two at random the one that has lately answered sooner, calls under way counted in. */
    LEAST_LATENCY,
    /** The one whose price for this request is the lowest; targets without a price come last. */
    CHEAPEST;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
