package io.tollgate.moderation.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Every metric of this service. Tags are few and bounded: never an organization, never anything of a text. */
@Singleton
public class ModerationMetrics {

    private final MeterRegistry registry;

    private final AtomicInteger databaseUsable = new AtomicInteger();

    public ModerationMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("moderation.database.usable", databaseUsable);
    }

    /** How long the engine took for one call's texts. */
    public Timer screening() {
        return Timer.builder("moderation.screening.duration")
                .publishPercentileHistogram()
                .register(registry);
    }

    /** A call was answered. */
    public void decided(String decision) {
        registry.counter("moderation.decisions", "decision", decision).increment();
    }

    /** A text was turned away because the workers had enough to do. */
    public void overloaded() {
        registry.counter("moderation.overloaded").increment();
    }

    /**
     * A judge was asked.
     *
     * @param outcome its opinion, or why there is none
     */
    public void judged(String judge, String outcome, Duration taken) {
        Timer.builder("moderation.judge.duration")
                .tag("judge", judge)
                .tag("outcome", outcome)
                .register(registry)
                .record(taken);
    }

    /** A verdict was not acknowledged when its caller was answered; it may still be. */
    public void verdictLate() {
        registry.counter("moderation.verdict.late").increment();
    }

    /** A verdict will never be on the topic. */
    public void verdictLost() {
        registry.counter("moderation.verdict.lost").increment();
    }

    /** How many more verdicts may wait for the event log. */
    public void verdictRoom(Semaphore room) {
        registry.gauge("moderation.verdict.room", room, Semaphore::availablePermits);
    }

    /** Whether the database could be used when it was last looked. */
    public void databaseUsable(boolean usable) {
        databaseUsable.set(usable ? 1 : 0);
    }

    /** A transcript came: stored, known, expired, unsealed, dead_letter. */
    public void transcript(String outcome) {
        registry.counter("moderation.transcripts", "outcome", outcome).increment();
    }

    /** Content was dropped because its time was over; what was never examined is an examination that did not happen. */
    public void contentDropped(long transcripts, long unexamined) {
        registry.counter("moderation.content.dropped").increment((double) transcripts);
        registry.counter("moderation.content.dropped.unexamined").increment((double) unexamined);
    }

    /** A completed chat was examined again: unchanged, changed, unreadable, judge_away, failed. */
    public void reviewed(String outcome) {
        registry.counter("moderation.reviews", "outcome", outcome).increment();
    }
}
