package io.tollgate.chat.provider;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long a provider asks not to be asked again: {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date. */
public final class RetryAfter {

    /** Beyond it a provider means something else, such as the end of a month. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** @return zero if it does not say; at most an hour */
    public static Duration of(MultiMap headers, Instant now) {
        Duration wait = millis(headers.get("retry-after-ms"));
        return wait.isZero() ? secondsOrDate(headers.get("retry-after"), now) : wait;
    }

    private static Duration millis(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        try {
            return bounded(Duration.ofMillis((long) Double.parseDouble(header.strip())));
        } catch (NumberFormatException notANumber) {
            return Duration.ZERO;
        }
    }

    private static Duration secondsOrDate(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        String value = header.strip();
        try {
            return bounded(Duration.ofMillis((long) (1_000 * Double.parseDouble(value))));
        } catch (NumberFormatException notSeconds) {
            try {
                ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
                return bounded(Duration.between(now, at.toInstant()));
            } catch (DateTimeException neither) {
                return Duration.ZERO;
            }
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
