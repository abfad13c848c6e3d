package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.provider.Again;
import java.time.Duration;

/**
 * Why an attempt has no answer.
 *
 * @param failure what the caller is told if no other attempt is made
 * @param again whether another one can end better
 * @param retryAfter how long the target asks not to be asked again; zero if it does not say
 */
record AttemptFailure(GatewayFailure failure, Again again, Duration retryAfter) {

    static AttemptFailure of(GatewayFailure failure, Again again) {
        return new AttemptFailure(failure, again, Duration.ZERO);
    }

    static AttemptFailure last(GatewayFailure failure) {
        return of(failure, Again.NEVER);
    }
}
