package io.tollgate.chat.reservation;

/** What Redis said to a reservation. */
public sealed interface ReservationOutcome {

    /** The amount is held in every budget. */
    record Reserved() implements ReservationOutcome {}

    /**
     * A budget has not enough left; nothing is held. Amounts are nano-dollars.
     *
     * @param committed spent, as far as the ledger knows
     * @param reserved held for calls under way or not yet in the ledger
     */
    record Refused(String budgetField, long limit, long committed, long reserved) implements ReservationOutcome {}

    /** Redis does not know the budget, as after it lost its data: publish the state and ask again. */
    record UnknownBudget(String budgetField) implements ReservationOutcome {}

    /** Too many events wait for Kafka; nothing more is accepted that could not be billed. */
    record OutboxFull() implements ReservationOutcome {}
}
