package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.RateLimit;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** API keys as the compacted access topic shows them: hashes, what they belong to, and what they may do. */
@ApplicationScoped
class PublishedKeys implements CurrentState {

    private static final String LOCK = "SELECT id FROM api_key ORDER BY id FOR UPDATE";
    private static final String RULES = """
            SELECT organization, project, api_key, scope, model, requests_per_minute, tokens_per_minute, requests_per_day,
                concurrent_requests
            FROM rate_limit ORDER BY id""";
    private static final String ALL = """
            SELECT key.id, key.organization, key.project, sha256, key.status, version, allowed_models, scopes, expires_at,
                previous_sha256, previous_expires_at, project.status = 'active' AS project_active
            FROM api_key AS key JOIN project ON project.id = key.project ORDER BY key.id""";

    private final Clock clock;

    PublishedKeys(Clock clock) {
        this.clock = clock;
    }

    /** Several statements, so that the later ones see what was committed while the first one waited for its locks. */
    @Override
    public Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction) {
        return transaction
                .query(LOCK)
                .execute()
                .chain(() -> transaction.query(RULES).execute())
                .map(PublishedKeys::rules)
                .chain(rules -> transaction.query(ALL).execute().map(rows -> describe(rows, rules)));
    }

    static OutboxMessage message(AccessPublished key, Instant now) {
        return OutboxMessage.of(
                EventType.ACCESS_PUBLISHED,
                key.keyId(),
                key.keyId() + ":" + key.version(),
                "organization/" + key.organization() + "/project/" + key.project() + "/key/" + key.keyId(),
                now,
                key,
                null);
    }

    private List<OutboxMessage> describe(RowSet<Row> rows, Map<String, List<LimitRule>> rules) {
        Instant now = clock.instant();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> {
                    List<LimitRule> ofOrganization = rules.getOrDefault(row.getString("organization"), List.of());
                    List<RateLimit> limits =
                            LimitRule.forKey(ofOrganization, row.getString("project"), row.getString("id"));
                    return message(event(row, limits), now);
                })
                .toList();
    }

    private static Map<String, List<LimitRule>> rules(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.groupingBy(
                        row -> row.getString("organization"),
                        Collectors.mapping(PublishedKeys::rule, Collectors.toList())));
    }

    private static LimitRule rule(Row row) {
        return new LimitRule(
                RateLimit.Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
                row.getString("project"),
                row.getString("api_key"),
                row.getString("model"),
                new LimitNumbers(
                        row.getLong("requests_per_minute"),
                        row.getLong("tokens_per_minute"),
                        row.getLong("requests_per_day"),
                        row.getLong("concurrent_requests")));
    }

    private static AccessPublished event(Row row, List<RateLimit> limits) {
        KeyStatus status =
                row.getBoolean("project_active") ? KeyStatus.ofStored(row.getString("status")) : KeyStatus.REVOKED;
        String previous = row.getString("previous_sha256");
        Instant previousUntil = instant(row.getOffsetDateTime("previous_expires_at"));
        return new AccessPublished(
                row.getLong("version"),
                row.getString("id"),
                row.getString("sha256"),
                status.published(),
                row.getString("organization"),
                row.getString("project"),
                JsonColumn.texts(row.getString("allowed_models")),
                instant(row.getOffsetDateTime("expires_at")),
                limits,
                JsonColumn.texts(row.getString("scopes")),
                previous == null || previousUntil == null
                        ? null
                        : new AccessPublished.PreviousSecret(previous, previousUntil));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
