package io.tollgate.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** Compares what callers were answered with what the ledger holds. */
public final class Ledger {
    private static final int PAGE = 1_000;

    private final Administration administration;
    private Count confirmed = Count.NONE;

    /**
     * Attempts up to and including one.
     *
     * @param answered those that ended well; refusals by the guard are not among them
     * @param lastId empty before the first
     */
    private record Count(long answered, String lastId) {
        static final Count NONE = new Count(0, "");
    }

    public Ledger(Suite suite) {
        this.administration = new Administration(suite);
    }

    /**
     * Waits until the ledger holds as many answered attempts, or the time is over.
     *
     * @param answered all requests answered since the suite was started, none of which may be under way
     * @return how many it holds
     */
    public long await(long answered, Duration bound) throws IOException, InterruptedException {
        Count[] latest = {confirmed};
        boolean complete = Waiting.until(bound, () -> {
            latest[0] = countFrom(confirmed);
            return latest[0].answered() >= answered;
        });
        // What is started later has a higher id, so that what is complete need not be read again.
        if (complete) {
            confirmed = latest[0];
        }
        return latest[0].answered();
    }

    /** Counts all of it anew. */
    public long count() throws IOException, InterruptedException {
        return countFrom(Count.NONE).answered();
    }

    private Count countFrom(Count start) throws IOException, InterruptedException {
        long answered = start.answered();
        String last = start.lastId();
        while (true) {
            JsonNode page = administration.attemptsAfter(last, PAGE);
            for (JsonNode attempt : page.path("data")) {
                answered += attempt.path("status").asText().equals("ok") ? 1 : 0;
                last = attempt.path("attempt_id").asText();
            }
            if (!page.path("has_more").asBoolean()) {
                return new Count(answered, last);
            }
        }
    }
}
