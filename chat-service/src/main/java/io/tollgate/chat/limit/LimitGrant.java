package io.tollgate.chat.limit;

import java.util.ArrayList;
import java.util.List;

/**
 * What an admitted request was counted as, and what has to be put right at its end: its slots are freed, its tokens corrected.
 *
 * @param holder what occupies the slots
 * @param slots names of counters
 * @param shared whether Redis counted it for all replicas; else this process did, because Redis was away
 */
public record LimitGrant(String holder, List<String> slots, List<TokenCharge> charges, boolean shared) {

    /** Nothing to put right. */
    public static final LimitGrant NONE = new LimitGrant("", List.of(), List.of(), true);

    /**
     * @param counter its name
     * @param bucket where the tokens were counted
     * @param tokens what was expected
     */
    public record TokenCharge(String counter, long bucket, long tokens) {}

    public LimitGrant {
        slots = List.copyOf(slots);
        charges = List.copyOf(charges);
    }

    public static LimitGrant of(LimitedCall call, List<LimitStanding> standings, boolean shared) {
        if (standings.isEmpty()) {
            return NONE;
        }
        List<String> slots = new ArrayList<>();
        List<TokenCharge> charges = new ArrayList<>();
        for (LimitStanding standing : standings) {
            LimitCounter counter = standing.counter();
            switch (counter.shape()) {
                case SLOTS -> slots.add(counter.name());
                case TOKENS_IN_A_MINUTE ->
                    charges.add(new TokenCharge(counter.name(), standing.bucket(), call.tokens()));
                case REQUESTS_IN_A_MINUTE, REQUESTS_IN_A_DAY -> {
                    // A request stays counted, whatever becomes of it.
                }
            }
        }
        return new LimitGrant(call.holder(), slots, charges, shared);
    }

    public boolean isEmpty() {
        return slots.isEmpty() && charges.isEmpty();
    }
}
