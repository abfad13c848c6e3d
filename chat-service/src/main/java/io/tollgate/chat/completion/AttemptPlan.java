package io.tollgate.chat.completion;

import io.tollgate.chat.provider.Again;
import io.tollgate.chat.route.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which target a request is asked of next, and when. Untried targets come first, in their order and at once; after the last
 * of them those that failed for a time are asked again, with growing random pauses. One budget of attempts and one deadline
 * hold for all of it.
 */
final class AttemptPlan {

    /**
     * How often and how fast.
     *
     * @param attemptsMax at least 1
     * @param backOffNanos the longest pause before the first retry; it doubles with each
     * @param backOffMaxNanos the longest pause before any
     * @param deadlineNanos in terms of {@link System#nanoTime()}: nothing is begun after it
     */
    record Limits(int attemptsMax, long backOffNanos, long backOffMaxNanos, long deadlineNanos) {}

    /** Whether a target can be asked now. */
    enum Availability {
        FREE,
        /** A call would have to wait. */
        FULL,
        /** It failed too often lately, or asked to be left alone. */
        LEFT_ALONE
    }

    private static final class Candidate {
        private final Target target;
        private boolean tried;
        private boolean refuses;
        private long notBefore;

        private Candidate(Target target) {
            this.target = target;
        }
    }

    private final List<Candidate> candidates;
    private final Limits limits;
    private final Function<Target, Availability> availability;
    private @Nullable Candidate next;
    private int attempts;
    private int retries;

    /** @param targets at least one, the preferred one first */
    AttemptPlan(List<Target> targets, Limits limits, Function<Target, Availability> availability) {
        this.candidates = new ArrayList<>(targets.size());
        for (Target target : targets) {
            candidates.add(new Candidate(target));
        }
        this.limits = limits;
        this.availability = availability;
        this.next = bestUntried();
    }

    long deadlineNanos() {
        return limits.deadlineNanos();
    }

    /** Which target the next attempt would be asked of. Only where there is to be one. */
    Target peek() {
        return planned().target;
    }

    /** Whether that target could be asked at once; where it could not, none could. */
    boolean isNextFree() {
        return availability.apply(peek()) == Availability.FREE;
    }

    private Candidate planned() {
        return Objects.requireNonNull(next, "no further attempt was planned");
    }

    /** The target of the next attempt, which counts as made. Only where there is to be one. */
    Target next() {
        Candidate chosen = planned();
        next = null;
        chosen.tried = true;
        attempts++;
        return chosen.target;
    }

    /** The attempt was not made after all: its target did not let it in. It is not asked again for this request. */
    void withdraw(Target target) {
        attempts--;
        for (Candidate candidate : candidates) {
            candidate.refuses |= candidate.target.equals(target);
        }
    }

    /** How many attempts were made. */
    int attempts() {
        return attempts;
    }

    /** @param now {@link System#nanoTime()} */
    void failed(Target target, AttemptFailure failure, long now) {
        for (Candidate candidate : candidates) {
            if (candidate.target.equals(target)) {
                candidate.refuses |= failure.again() != Again.ANYWHERE;
                candidate.notBefore = now + failure.retryAfter().toNanos();
            }
        }
    }

    /**
     * Plans another attempt.
     *
     * @param random from 0 to below 1
     * @param now {@link System#nanoTime()}
     * @return how long to wait before it, in nanoseconds; negative if there is to be none
     */
    long pauseNanos(double random, long now) {
        next = null;
        if (attempts >= limits.attemptsMax() || now - limits.deadlineNanos() >= 0) {
            return -1;
        }
        Candidate untried = bestUntried();
        if (untried != null) {
            next = untried;
            return 0;
        }
        Candidate soonest = soonest(now);
        if (soonest == null) {
            return -1;
        }
        long asked = Math.max(0, soonest.notBefore - now);
        long pause = Math.max(asked, (long) (random * longestPause()));
        if (asked > limits.backOffMaxNanos() || now + pause - limits.deadlineNanos() >= 0) {
            return -1;
        }
        retries++;
        next = soonest;
        return pause;
    }

    /** Whether another target can be asked at once, beside one that is being asked. */
    boolean canHedge(long now) {
        next = null;
        if (attempts >= limits.attemptsMax() || now - limits.deadlineNanos() >= 0) {
            return false;
        }
        Candidate untried = bestUntried();
        if (untried == null || availability.apply(untried.target) != Availability.FREE) {
            return false;
        }
        next = untried;
        return true;
    }

    /** The first that is free, else the first that is full, else the first. */
    private @Nullable Candidate bestUntried() {
        Candidate full = null;
        Candidate leftAlone = null;
        for (Candidate candidate : candidates) {
            if (candidate.tried || candidate.refuses) {
                continue;
            }
            switch (availability.apply(candidate.target)) {
                case FREE -> {
                    return candidate;
                }
                case FULL -> full = full == null ? candidate : full;
                case LEFT_ALONE -> leftAlone = leftAlone == null ? candidate : leftAlone;
            }
        }
        return full == null ? leftAlone : full;
    }

    private @Nullable Candidate soonest(long now) {
        Candidate soonest = null;
        for (Candidate candidate : candidates) {
            if (!candidate.refuses
                    && (soonest == null
                            || Math.max(0, candidate.notBefore - now) < Math.max(0, soonest.notBefore - now))) {
                soonest = candidate;
            }
        }
        return soonest;
    }

    /** Full jitter: anything from nothing to this, so that callers who failed together do not come back together. */
    private long longestPause() {
        long doubled = limits.backOffNanos() << Math.min(retries, 20);
        return Math.min(doubled, limits.backOffMaxNanos());
    }
}
