package io.tollgate.chat.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.reservation.QuestionStore;
import io.tollgate.chat.telemetry.ChatMetrics;
import jakarta.inject.Singleton;

/** The process's part of the cache; the answers themselves are in Redis. */
@Singleton
public class AnswerCache {

    private final CacheConfig config;
    private final CachePolicy policy;
    private final SingleFlight flights = new SingleFlight();
    private final SemanticIndex index;

    AnswerCache(CacheConfig config, QuestionStore questions, MeterRegistry registry) {
        this.config = config;
        this.index = new SemanticIndex(questions);
        this.policy = new CachePolicy(config);
        ChatMetrics.singleFlights(registry, flights::underWay);
    }

    public CachePolicy policy() {
        return policy;
    }

    public SingleFlight flights() {
        return flights;
    }

    public SemanticIndex index() {
        return index;
    }

    /** How long a question may be compared with others, in milliseconds. */
    public long comparisonMillis() {
        return config.comparisonBudget().toMillis();
    }

    /** How long a request waits for the same one that went ahead, in milliseconds. */
    public long patienceMillis() {
        return config.patience().toMillis();
    }
}
