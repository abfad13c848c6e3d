package io.tollgate.moderation.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Every metric of this service. Tags are few and bounded: never an organization, never anything of a text. */
@Singleton
public class ModerationMetrics {

    private final MeterRegistry registry;

    public ModerationMetrics(MeterRegistry registry) {
        this.registry = registry;
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
}
