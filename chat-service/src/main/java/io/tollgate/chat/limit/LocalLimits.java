package io.tollgate.chat.limit;

import io.tollgate.contracts.event.RateLimit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Limits while Redis is away. Each replica then admits its share: the limit divided by the number of replicas that are
 * configured, at least one.
 *
 * <p>The bound: if no more replicas run than are configured, all of them together admit at most the limit in a window (or one
 * each, where the limit is smaller than their number). What Redis counted before it went away is not known here, and what is
 * counted here is not known to it later: in a window that contains the moment of going or coming back, up to twice the limit
 * can be admitted. Slots follow the same rule.
 */
public final class LocalLimits {

    /** Beyond this many counters at a time, calls that need another one are refused: memory is bounded. */
    static final int COUNTERS_MAX = 100_000;

    private record Key(String organization, String counter) {}

    /** Of the same key either a window or a set of holders. */
    private record Counted(SlidingWindow window, Set<String> holders) {}

    private final int replicas;
    private final InstantSource clock;
    private final Map<Key, Counted> counted = new HashMap<>();

    /** @param replicas how many processes share a limit, 1 or more */
    public LocalLimits(int replicas, InstantSource clock) {
        if (replicas < 1) {
            throw new IllegalArgumentException("tollgate.limit.replicas must be 1 or more: " + replicas);
        }
        this.replicas = replicas;
        this.clock = clock;
    }

    /** Counts a call in every counter, or in none. */
    public synchronized LocalOutcome admit(String organization, LimitedCall call) {
        long now = clock.millis();
        if (counted.size() + call.counters().size() > COUNTERS_MAX) {
            tidy();
            if (counted.size() + call.counters().size() > COUNTERS_MAX) {
                return new LocalOutcome.Crowded();
            }
        }
        LocalOutcome.Full full = null;
        List<LimitCounter> shares = call.counters().stream().map(this::share).toList();
        for (LimitCounter counter : shares) {
            long cost = counter.cost(call.tokens());
            Counted state = counted(organization, counter);
            if (used(counter, state, now) + cost > counter.rule().limit()) {
                long wait = counter.shape() == CounterShape.SLOTS
                        ? counter.rule().limit() < cost ? -1 : 0
                        : state.window().waitMillis(now, cost, counter.rule().limit());
                if (full == null || wait < 0 || (full.waitMillis() >= 0 && wait > full.waitMillis())) {
                    full = new LocalOutcome.Full(standing(counter, state, now), cost, wait);
                }
            }
        }
        if (full != null) {
            return full;
        }
        List<LimitStanding> standings = new ArrayList<>(shares.size());
        for (LimitCounter counter : shares) {
            Counted state = counted(organization, counter);
            if (counter.shape() == CounterShape.SLOTS) {
                state.holders().add(call.holder());
            } else {
                state.window().add(now, counter.cost(call.tokens()));
            }
            standings.add(standing(counter, state, now));
        }
        return new LocalOutcome.Granted(standings);
    }

    /** A request that was admitted here is over. */
    public synchronized void close(String organization, LimitGrant grant, long tokens) {
        long now = clock.millis();
        for (String slots : grant.slots()) {
            Counted state = counted.get(new Key(organization, slots));
            if (state != null) {
                state.holders().remove(grant.holder());
            }
        }
        for (LimitGrant.TokenCharge charge : grant.charges()) {
            Counted state = counted.get(new Key(organization, charge.counter()));
            if (state != null) {
                state.window().correct(now, charge.bucket(), tokens - charge.tokens());
            }
        }
    }

    /** Forgets counters that count nothing. */
    public synchronized void tidy() {
        long now = clock.millis();
        counted.values()
                .removeIf(state -> state.holders().isEmpty() && state.window().used(now) == 0);
    }

    private LimitCounter share(LimitCounter counter) {
        RateLimit rule = counter.rule();
        long share = rule.limit() == 0 ? 0 : Math.max(1, rule.limit() / replicas);
        return new LimitCounter(counter.name(), new RateLimit(rule.scope(), rule.model(), rule.kind(), share));
    }

    private Counted counted(String organization, LimitCounter counter) {
        return counted.computeIfAbsent(
                new Key(organization, counter.name()),
                absent -> new Counted(new SlidingWindow(counter.shape()), new HashSet<>()));
    }

    private static long used(LimitCounter counter, Counted state, long now) {
        return counter.shape() == CounterShape.SLOTS
                ? state.holders().size()
                : state.window().used(now);
    }

    private static LimitStanding standing(LimitCounter counter, Counted state, long now) {
        return counter.shape() == CounterShape.SLOTS
                ? new LimitStanding(counter, state.holders().size(), 0, 0)
                : new LimitStanding(
                        counter,
                        state.window().used(now),
                        state.window().resetMillis(now),
                        state.window().bucket(now));
    }
}
