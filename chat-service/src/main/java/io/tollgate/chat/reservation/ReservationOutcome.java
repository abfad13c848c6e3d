package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.LimitStanding;
import java.util.List;

/** What Redis said to a reservation. */
public sealed interface ReservationOutcome {

    /**
     * The amount is held in every budget, and the call is counted.
     *
     * @param standings of every counter, in the order asked
     */
    record Reserved(List<LimitStanding> standings) implements ReservationOutcome {
        public Reserved {
            standings = List.copyOf(standings);
        }

        /** Where nothing was counted. */
        public Reserved() {
            this(List.of());
        }
    }

    /** An answer that was given before will do: it is counted as a request, nothing is held. */
    @SuppressWarnings("ArrayRecordComponent") // decoded once, compared nowhere
    record Answered(byte[] answer, List<LimitStanding> standings) implements ReservationOutcome {
        public Answered {
            standings = List.copyOf(standings);
        }
    }

    /**
     * A rate limit has no room; nothing is held or counted.
     *
     * @param decides of the counters that are full the one that stays so longest
     * @param waitMillis until there is room; 0 if nobody knows, negative if there never will be
     */
    record Limited(LimitStanding decides, long waitMillis, List<LimitStanding> standings)
            implements ReservationOutcome {
        public Limited {
            standings = List.copyOf(standings);
        }
    }

    /**
     * A budget has not enough left; nothing is held. Amounts are nano-dollars.
     *
     * @param committed spent, as far as the ledger knows
     * @param reserved held for calls under way or not yet in the ledger
     */
    record Refused(String budgetField, long limit, long committed, long reserved) implements ReservationOutcome {}

    /** Redis does not know the budget, as after it lost its data: publish the state and ask again. */
    record UnknownBudget(String budgetField) implements ReservationOutcome {}

    /** Only an answer that was given before was asked for, and there is none; nothing is held or counted. */
    record NotAnswered() implements ReservationOutcome {}

    /** Too many events wait for Kafka; nothing more is accepted that could not be billed. */
    record OutboxFull() implements ReservationOutcome {}
}
