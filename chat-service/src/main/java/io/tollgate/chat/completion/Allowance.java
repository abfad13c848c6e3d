package io.tollgate.chat.completion;

import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.RateLimitHeaders;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.contracts.usage.Usage;
import java.util.List;

/**
 * What rate limits counted a request as, over all of its attempts: the first one is counted, the last one puts right what was
 * only expected. Used on one event loop.
 */
final class Allowance {

    private LimitGrant grant = LimitGrant.NONE;
    private long tokens;

    /** The request was counted. */
    void granted(LimitGrant counted) {
        grant = counted;
    }

    LimitGrant grant() {
        return grant;
    }

    /** An attempt is over after which another one may follow. */
    void consumed(Usage usage) {
        tokens = Math.addExact(tokens, Math.addExact(usage.inputTokens(), usage.outputTokens()));
    }

    /** The request is over: what has to be put right, once. */
    Closing close() {
        if (grant.isEmpty()) {
            return Closing.NONE;
        }
        Closing closing = new Closing(grant, tokens, null);
        grant = LimitGrant.NONE;
        return closing;
    }

    /** Tells the client where it stands. */
    static void describe(List<LimitStanding> standings, ClientSink sink) {
        RateLimitHeaders.of(standings).forEach(sink::header);
    }
}
