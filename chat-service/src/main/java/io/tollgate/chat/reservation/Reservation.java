package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.LimitedCall;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt asks to have held for it.
 *
 * @param organization whose budgets; all of an organization's keys share one hash tag
 * @param attemptId identifies the reservation
 * @param amountNano an upper bound of the attempt's cost, in nano-dollars
 * @param budgetFields every hard budget that must admit it
 * @param elsewhereNano for each of these budgets what Redis does not know of: spent or held by this process while Redis was
 *     away
 * @param orphan the usage event that stands for the attempt if this process dies before it settles
 * @param limited the rate limits that must have room for it
 * @param fingerprint of the request, where an answer given before would do; null where it would not
 */
public record Reservation(
        String organization,
        UUID attemptId,
        long amountNano,
        List<String> budgetFields,
        List<Long> elsewhereNano,
        OutboxEntry orphan,
        LimitedCall limited,
        @Nullable String fingerprint) {

    public Reservation {
        if (amountNano < 0) {
            throw new IllegalArgumentException("a reservation must not be negative: " + amountNano + " nano-dollars");
        }
        budgetFields = List.copyOf(budgetFields);
        elsewhereNano = List.copyOf(elsewhereNano);
        if (elsewhereNano.size() != budgetFields.size()) {
            throw new IllegalArgumentException(
                    elsewhereNano.size() + " amounts elsewhere for " + budgetFields.size() + " budgets");
        }
    }

    /** A reservation for which Redis knows everything, without limits. */
    public Reservation(
            String organization, UUID attemptId, long amountNano, List<String> budgetFields, OutboxEntry orphan) {
        this(
                organization,
                attemptId,
                amountNano,
                budgetFields,
                Collections.nCopies(budgetFields.size(), 0L),
                orphan,
                LimitedCall.UNCOUNTED,
                null);
    }
}
