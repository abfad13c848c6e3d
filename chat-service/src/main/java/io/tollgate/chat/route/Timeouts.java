package io.tollgate.chat.route;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a provider's calls may take; what is empty is the service's own default.
 *
 * @param connect to open a connection
 * @param firstByte from sending the request to the head of the answer
 * @param idle of silence within the answer
 * @param total of one call
 */
public record Timeouts(
        Optional<Duration> connect, Optional<Duration> firstByte, Optional<Duration> idle, Optional<Duration> total) {

    public static final Timeouts DEFAULT =
            new Timeouts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
