package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.LimitGrant;
import org.jspecify.annotations.Nullable;

/**
 * What else a request's last settlement puts right.
 *
 * @param grant what the request was counted as
 * @param tokens what it consumed, over all of its attempts
 * @param answer stored for the same request to come; null if it is not to be
 */
public record Closing(
        LimitGrant grant, long tokens, @Nullable StoredAnswer answer) {

    /** Nothing: another attempt follows, or the request was not counted. */
    public static final Closing NONE = new Closing(LimitGrant.NONE, 0, null);

    public Closing {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative: " + tokens);
        }
    }
}
