package io.tollgate.billing.account;

import io.tollgate.contracts.event.RateLimit.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "rate_limit")
class RateLimitEntity {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "project", updatable = false)
    @Nullable
    String project;

    @Column(name = "api_key", updatable = false)
    @Nullable
    String apiKey;

    @Column(name = "scope", nullable = false, updatable = false)
    String scope;

    @Column(name = "model", updatable = false)
    @Nullable
    String model;

    @Column(name = "requests_per_minute")
    @Nullable
    Long requestsPerMinute;

    @Column(name = "tokens_per_minute")
    @Nullable
    Long tokensPerMinute;

    @Column(name = "requests_per_day")
    @Nullable
    Long requestsPerDay;

    @Column(name = "concurrent_requests")
    @Nullable
    Long concurrentRequests;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    /** For Hibernate. */
    protected RateLimitEntity() {}

    RateLimitEntity(String id, String organization, LimitRule rule, OffsetDateTime createdAt) {
        this.id = id;
        this.organization = organization;
        this.project = rule.project();
        this.apiKey = rule.key();
        this.scope = rule.scope().name().toLowerCase(Locale.ROOT);
        this.model = rule.model();
        this.createdAt = createdAt;
        change(rule.numbers());
    }

    final void change(LimitNumbers numbers) {
        requestsPerMinute = numbers.requestsPerMinute();
        tokensPerMinute = numbers.tokensPerMinute();
        requestsPerDay = numbers.requestsPerDay();
        concurrentRequests = numbers.concurrentRequests();
    }

    LimitNumbers numbers() {
        return new LimitNumbers(requestsPerMinute, tokensPerMinute, requestsPerDay, concurrentRequests);
    }

    LimitRule rule() {
        return new LimitRule(Scope.valueOf(scope.toUpperCase(Locale.ROOT)), project, apiKey, model, numbers());
    }
}
