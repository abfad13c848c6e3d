package io.tollgate.chat.limit;

import java.util.List;

/** Whether a call fits into this process's share of its limits. */
public sealed interface LocalOutcome {

    record Granted(List<LimitStanding> standings) implements LocalOutcome {
        public Granted {
            standings = List.copyOf(standings);
        }
    }

    /**
     * A counter has no room; nothing was counted.
     *
     * @param cost what the call would have added
     * @param waitMillis until there is room; 0 if nobody knows, negative if there never will be
     */
    record Full(LimitStanding decides, long cost, long waitMillis) implements LocalOutcome {}

    /** Too many counters at a time. */
    record Crowded() implements LocalOutcome {}
}
