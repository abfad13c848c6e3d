package io.tollgate.chat.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Every metric of this service. No tag names a tenant, a key or a user. */
public final class ChatMetrics {

    private ChatMetrics() {}

    /** Requests by how they ended: the HTTP status, or {@code client_gone}. */
    public static Counter requests(MeterRegistry registry, String outcome, boolean streamed) {
        return Counter.builder("chat.requests")
                .description("Chat completions by outcome")
                .tag("outcome", outcome)
                .tag("streamed", Boolean.toString(streamed))
                .register(registry);
    }

    /** Second targets that were asked because the first one took long. */
    public static Counter hedges(MeterRegistry registry) {
        return Counter.builder("chat.hedges")
                .description("Attempts made beside one that took longer than usual")
                .register(registry);
    }

    /** Time that a request spent in this service before the provider was called. */
    public static Timer admissionDuration(MeterRegistry registry) {
        return Timer.builder("chat.admission.duration")
                .description("From the request's head to the provider call, the arrival of its body included")
                .register(registry);
    }

    /** Chat completions that are being served. */
    public static void activeAttempts(MeterRegistry registry, IntSupplier count) {
        Gauge.builder("chat.attempts.active", count::getAsInt)
                .description("Attempts under way, each with a lease")
                .register(registry);
    }

    /** Requests and answers in which the guard found something, by what followed. */
    public static Counter guardDecisions(MeterRegistry registry, String stage, String decision) {
        return Counter.builder("chat.guard.decisions")
                .description("Requests and answers that the guard flagged, changed or blocked")
                .tag("stage", stage)
                .tag("decision", decision)
                .register(registry);
    }

    /** Decisions that a part of the guard could not help with, by the reason. */
    public static Counter guardDegraded(MeterRegistry registry, String reason) {
        return Counter.builder("chat.guard.degraded")
                .description("Decisions made without a part of the guard")
                .tag("reason", reason)
                .register(registry);
    }

    /** Verdict events that Kafka did not take. */
    public static Counter verdictsLost(MeterRegistry registry) {
        return Counter.builder("chat.guard.verdicts.lost")
                .description("Verdict events that could not be published")
                .register(registry);
    }

    public static Counter transcriptsPublished(MeterRegistry registry) {
        return Counter.builder("chat.guard.transcripts.published")
                .description("Transcripts that Kafka has acknowledged")
                .register(registry);
    }

    /** @param reason {@code no_key}, {@code full}, {@code too_large} or {@code kafka} */
    public static Counter transcriptsLost(MeterRegistry registry, String reason) {
        return Counter.builder("chat.guard.transcripts.lost")
                .description("Transcripts that could not be published and are neither reviewed nor stored")
                .tag("reason", reason)
                .register(registry);
    }

    /** Settlements by what became of them. Anything but {@code settled} wants a look. */
    public static Counter settlements(MeterRegistry registry, String outcome) {
        return Counter.builder("chat.settlements")
                .description("Attempts settled, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Usage events that wait in this process's memory because neither Redis nor Kafka took them. */
    public static void unrecordedUsage(MeterRegistry registry, IntSupplier count) {
        Gauge.builder("chat.usage.unrecorded", count::getAsInt)
                .description("Usage events that neither Redis nor Kafka has taken")
                .register(registry);
    }

    /** Attempts whose process died, turned into estimates. */
    public static Counter orphans(MeterRegistry registry) {
        return Counter.builder("chat.attempts.orphaned")
                .description("Reservations whose lease ran out")
                .register(registry);
    }

    /** Outbox entries that were sent again because nobody acknowledged them. */
    public static Counter resent(MeterRegistry registry) {
        return Counter.builder("chat.outbox.resent")
                .description("Usage events sent again from the outbox")
                .register(registry);
    }

    /** Answers of providers without usage, for which an estimate was recorded. */
    public static Counter usageMissing(MeterRegistry registry) {
        return Counter.builder("chat.usage.missing")
                .description("Complete answers without usage from the provider")
                .register(registry);
    }

    /** What Redis does not know of, because it is or was away: what the other replicas can exceed budgets by. */
    public static void localReservations(MeterRegistry registry, LongSupplier nano) {
        Gauge.builder("chat.budget.local.outstanding", () -> nano.getAsLong() / 1e9)
                .description("Dollars held or spent by this process without Redis")
                .baseUnit("usd")
                .register(registry);
    }

    /** 1 while Redis answers. */
    public static void redisAvailable(MeterRegistry registry, BooleanSupplier available) {
        Gauge.builder("chat.redis.available", () -> available.getAsBoolean() ? 1 : 0)
                .description("Whether Redis answered last time")
                .register(registry);
    }

    /** By what part of itself replicas together can exceed a limit in a minute: 0 while Redis counts for all of them. */
    public static void limitOvershootBound(MeterRegistry registry, DoubleSupplier bound) {
        Gauge.builder("chat.limit.overshoot.bound", bound::getAsDouble)
                .description("1 while Redis is away and for a minute after: up to twice a limit may be admitted")
                .register(registry);
    }

    /** Requests that a rate limit refused, by what it counts. */
    public static Counter limitRefusals(MeterRegistry registry, String kind) {
        return Counter.builder("chat.limit.refusals")
                .description("Requests refused by a rate limit")
                .tag("kind", kind)
                .register(registry);
    }

    /** On the access topic this is how long a revoked key is still accepted by this process. */
    public static Timer applyLag(MeterRegistry registry, String topic) {
        return Timer.builder("chat.topic.apply.lag")
                .description("From the transaction that said a state to this process acting by it")
                .tag("topic", topic)
                // What a revocation may take.
                .serviceLevelObjectives(Duration.ofSeconds(1))
                .publishPercentileHistogram()
                .register(registry);
    }

    /** Requests by what the cache did for them: {@code hit}, {@code semantic}, {@code miss} or {@code bypass}. */
    public static Counter cacheResults(MeterRegistry registry, String result) {
        return Counter.builder("chat.cache.requests")
                .description("Requests by what the cache did for them")
                .tag("result", result)
                .register(registry);
    }

    /**
     * Questions that were compared with others, by what came of it: {@code hit} or {@code miss}, {@code timeout} or {@code failed}
     * where that could not be told, and {@code unkept} beside one of them where the question could not be remembered.
     */
    public static Counter comparisons(MeterRegistry registry, String result) {
        return Counter.builder("chat.cache.comparisons")
                .description("Questions compared with those that were answered before")
                .tag("result", result)
                .register(registry);
    }

    /** Requests that went ahead of others that are the same. */
    public static void singleFlights(MeterRegistry registry, IntSupplier count) {
        Gauge.builder("chat.cache.flights", count::getAsInt)
                .description("Requests under way that others that are the same wait for")
                .register(registry);
    }

    /** Bytes of request bodies whose answers have not begun. */
    public static void bodiesHeld(MeterRegistry registry, LongSupplier bytes) {
        Gauge.builder("chat.bodies.held", bytes::getAsLong)
                .description("Request bodies in memory")
                .baseUnit("bytes")
                .register(registry);
    }

    /** 1 while the routes file is one that cannot be used, so that an older version of it is in force. */
    public static void routesDegraded(MeterRegistry registry, BooleanSupplier degraded) {
        Gauge.builder("chat.routes.degraded", () -> degraded.getAsBoolean() ? 1 : 0)
                .description("Whether the routes file cannot be used as it is now")
                .register(registry);
    }
}
