package io.tollgate.chat.admission;

import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.reservation.OutboxEntry;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that asks to start.
 *
 * @param at decides which budget periods it falls into
 * @param costBoundNano the most it can cost, in nano-dollars; empty if the model has no price
 * @param orphan the usage event that stands for it if this process dies
 * @param limited the rate limits that count it; a request's later attempts are {@link LimitedCall#UNCOUNTED}
 * @param fingerprint of the request where an answer given before would do, null where it would not
 */
public record AdmissionRequest(
        BudgetSubject subject,
        Instant at,
        UUID attemptId,
        OptionalLong costBoundNano,
        OutboxEntry orphan,
        LimitedCall limited,
        @Nullable String fingerprint) {

    String organization() {
        return subject.caller().organization();
    }
}
