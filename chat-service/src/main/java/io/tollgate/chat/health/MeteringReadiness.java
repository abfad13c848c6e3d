package io.tollgate.chat.health;

import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.admission.AdmissionService;
import io.tollgate.chat.guard.PolicyViews;
import io.tollgate.chat.pricing.PriceViews;
import io.tollgate.chat.topic.EventBus;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: can authenticate, knows prices and budgets, and can record usage in Redis or, failing that, in Kafka. */
@Readiness
@Singleton
class MeteringReadiness implements HealthCheck {

    private final AccessViews access;
    private final PriceViews prices;
    private final AdmissionService admission;
    private final PolicyViews policies;
    private final EventBus events;

    MeteringReadiness(
            AccessViews access, PriceViews prices, AdmissionService admission, PolicyViews policies, EventBus events) {
        this.access = access;
        this.prices = prices;
        this.admission = admission;
        this.policies = policies;
        this.events = events;
    }

    @Override
    public HealthCheckResponse call() {
        boolean redis = admission.isRedisAvailable();
        boolean kafka = events.isKafkaReachable();
        boolean ready =
                access.isReady() && prices.isReady() && admission.isReady() && policies.isReady() && (redis || kafka);
        return HealthCheckResponse.named("authenticates-and-records")
                .status(ready)
                .withData("keys", access.isReady())
                .withData("prices", prices.isReady())
                .withData("budgets", admission.isReady())
                .withData("policies", policies.isReady())
                .withData("redis", redis)
                .withData("kafka", kafka)
                .build();
    }
}
