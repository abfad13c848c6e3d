package io.tollgate.chat.limit;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.failure.GatewayFailure.Retry;
import java.util.List;
import java.util.stream.Stream;

/** A full counter, told to the caller. */
public final class LimitRefusal {

    private static final long MILLIS_MAX = 60_000;

    private LimitRefusal() {}

    /**
     * A delay is named only where it is known and at most a minute: some SDKs sleep as long as they are told. A longer one, and
     * a call that can never fit, is not worth another try.
     *
     * @param standing of the counter that decides: of all that are full the one that stays so longest
     * @param cost what the call would have added
     * @param waitMillis until there is room; 0 if nobody knows, negative if there never will be
     */
    public static GatewayFailure of(LimitStanding standing, long cost, long waitMillis) {
        LimitCounter counter = standing.counter();
        String type = counter.shape().countsTokens() ? "tokens" : "requests";
        String numbers = "Rate limit reached for " + counter.describe() + ": limit " + standing.limit() + ", used "
                + standing.used() + ", requested " + cost + ". ";
        if (waitMillis < 0) {
            return GatewayFailure.rateLimited(
                    type,
                    numbers + "This request can never fit; make it smaller or ask for a higher limit.",
                    new Retry.Never());
        }
        if (waitMillis == 0) {
            return GatewayFailure.rateLimited(
                    type, numbers + "Please try again when a call under way is over.", new Retry.BySdk());
        }
        String wait = RateLimitHeaders.duration(waitMillis);
        Retry retry =
                waitMillis > MILLIS_MAX ? new Retry.Never() : new Retry.After((int) Math.ceilDiv(waitMillis, 1_000L));
        return GatewayFailure.rateLimited(type, numbers + "Please try again in " + wait + ".", retry);
    }

    /** What headers are made of: the counter that decides, and those that count something else. */
    public static List<LimitStanding> standings(LimitStanding decides, List<LimitStanding> all) {
        boolean tokens = decides.counter().shape().countsTokens();
        return Stream.concat(
                        Stream.of(decides),
                        all.stream()
                                .filter(standing -> standing.counter().shape() != CounterShape.SLOTS)
                                .filter(standing -> standing.counter().shape().countsTokens() != tokens))
                .toList();
    }
}
