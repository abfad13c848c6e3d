package io.tollgate.chat.completion;

import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.RateLimitHeaders;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.StoredAnswer;
import io.tollgate.contracts.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request was counted as, over all of its attempts, and what the cache has to do with it: the first attempt is counted
 * and looked up, the last one puts right what was only expected and keeps the answer. Used on one event loop.
 */
final class RequestAccount {

    private LimitGrant grant = LimitGrant.NONE;
    private CachePlan cache = CachePlan.BYPASS;
    private final boolean counted;
    private Runnable landing = () -> {};
    private Runnable keeping = () -> {};
    private long tokens;
    private boolean closed;

    private RequestAccount(boolean counted) {
        this.counted = counted;
    }

    /** Of a client's request. */
    static RequestAccount counted() {
        return new RequestAccount(true);
    }

    /** Of what is asked for the sake of a request that is counted: it costs, but limits count one request. */
    static RequestAccount uncounted() {
        return new RequestAccount(false);
    }

    boolean isCounted() {
        return counted;
    }

    void granted(LimitGrant granted) {
        grant = granted;
    }

    LimitGrant grant() {
        return grant;
    }

    void cached(CachePlan plan) {
        cache = plan;
    }

    CachePlan cache() {
        return cache;
    }

    /** @param land called once, when the request is over and its answer can be found */
    void onLanding(Runnable land) {
        landing = land;
    }

    /** @param remember called once, when the answer was stored */
    void onKept(Runnable remember) {
        keeping = remember;
    }

    /** The answer can be found from now on. */
    void kept() {
        Runnable waited = keeping;
        keeping = () -> {};
        waited.run();
    }

    /** An attempt is over after which another one may follow. */
    void consumed(Usage usage) {
        tokens = Math.addExact(tokens, Math.addExact(usage.inputTokens(), usage.outputTokens()));
    }

    /** Whether an attempt has taken it on itself to put right what has to be. */
    boolean isClosed() {
        return closed;
    }

    /**
     * The request is over: what has to be put right, once.
     *
     * @param answer kept for the same request to come, null if it is not to be
     */
    Closing close(@Nullable StoredAnswer answer) {
        if (closed) {
            return Closing.NONE;
        }
        closed = true;
        return grant.isEmpty() && answer == null ? Closing.NONE : new Closing(grant, tokens, answer);
    }

    /** Lets those go on that wait for this request. */
    void land() {
        Runnable waited = landing;
        landing = () -> {};
        waited.run();
    }

    /** Tells the client where it stands. */
    static void describe(List<LimitStanding> standings, ClientSink sink) {
        RateLimitHeaders.of(standings).forEach(sink::header);
    }
}
