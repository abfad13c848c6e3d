package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.provider.Again;
import java.time.Duration;

/**
 * Why an attempt has no answer.
 *
 * @param failure what the caller is told if no other attempt is made
 * @param again whether another one can end better
 * @param blame what is learned about the target
 * @param retryAfter how long the target asks not to be asked again; zero if it does not say
 */
record AttemptFailure(GatewayFailure failure, Again again, Blame blame, Duration retryAfter) {

    /** Whose fault it is. */
    enum Blame {
        /** The target failed. */
        TARGET,
        /** The target has enough for now. */
        LOAD,
        /** The target refused this gateway's key. */
        KEY,
        /** Says nothing about the target. */
        NOBODY
    }

    /** The target failed. */
    static AttemptFailure ofTarget(GatewayFailure failure) {
        return new AttemptFailure(failure, Again.ANYWHERE, Blame.TARGET, Duration.ZERO);
    }

    /** No other attempt could end better. */
    static AttemptFailure last(GatewayFailure failure) {
        return new AttemptFailure(failure, Again.NEVER, Blame.NOBODY, Duration.ZERO);
    }

    /** This target cannot take the request, and others may. */
    static AttemptFailure elsewhere(GatewayFailure failure) {
        return new AttemptFailure(failure, Again.ELSEWHERE, Blame.NOBODY, Duration.ZERO);
    }

    /** @param status of the provider's error answer */
    static AttemptFailure ofAnswer(int status, GatewayFailure failure, Duration retryAfter) {
        Again again = Again.afterAnswer(status, failure);
        return new AttemptFailure(failure, again, blame(status, again), retryAfter);
    }

    private static Blame blame(int status, Again again) {
        return switch (status) {
            case 401, 402, 403 -> Blame.KEY;
            case 429 -> Blame.LOAD;
            default -> again == Again.NEVER ? Blame.NOBODY : Blame.TARGET;
        };
    }
}
