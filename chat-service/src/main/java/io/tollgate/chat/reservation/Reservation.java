package io.tollgate.chat.reservation;

import java.util.List;
import java.util.UUID;

/**
 * What an attempt asks to have held for it.
 *
 * @param organization whose budgets; all of an organization's keys share one hash tag
 * @param attemptId identifies the reservation
 * @param amountNano an upper bound of the attempt's cost, in nano-dollars
 * @param budgetFields every hard budget that must admit it
 * @param orphan the usage event that stands for the attempt if this process dies before it settles
 */
public record Reservation(
        String organization, UUID attemptId, long amountNano, List<String> budgetFields, OutboxEntry orphan) {

    public Reservation {
        if (amountNano < 0) {
            throw new IllegalArgumentException("a reservation must not be negative: " + amountNano + " nano-dollars");
        }
        budgetFields = List.copyOf(budgetFields);
    }
}
