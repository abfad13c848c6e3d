package io.tollgate.chat.reservation;

import java.time.Duration;

/**
 * An answer to be given again.
 *
 * @param fingerprint of the request
 * @param life how long it may be given again
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared nowhere
public record StoredAnswer(String fingerprint, byte[] answer, Duration life) {

    public StoredAnswer {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("an answer must be kept for some time: " + life);
        }
    }
}
