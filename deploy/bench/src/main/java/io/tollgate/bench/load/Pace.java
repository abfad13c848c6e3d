package io.tollgate.bench.load;

/**
 * How requests follow each other.
 *
 * @param value requests per second of an open loop, connections of a closed one
 */
public record Pace(Kind kind, int value) {
    /** What decides when the next request is sent. */
    public enum Kind {
        /** The clock. */
        OPEN,
        /** The end of the one before it, on each connection. */
        CLOSED
    }

    public Pace {
        if (value < 1) {
            throw new IllegalArgumentException("A pace must be at least 1, not " + value);
        }
    }
}
