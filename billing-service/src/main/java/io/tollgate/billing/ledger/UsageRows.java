package io.tollgate.billing.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.telemetry.TraceParent;
import io.tollgate.contracts.money.Money;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The usage rows: the one place that decides whether an attempt is new. */
@ApplicationScoped
class UsageRows {

    private static final String INSERT = """
            INSERT INTO usage_event (attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                served_from, tags, usage, usage_source, provider_response_id, rating_status, cost_pico, charge_pico, lines,
                unpriced, trace_id, kafka_partition, kafka_offset, region, received_at)
            SELECT attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                served_from, tags::jsonb, usage::jsonb, usage_source, provider_response_id, rating_status, cost_pico,
                charge_pico, lines::jsonb, string_to_array(unpriced, ','), trace_id, kafka_partition, kafka_offset,
                region, $31::timestamptz
            FROM UNNEST($1::uuid[], $2::bytea[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                $15::timestamptz[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[],
                $22::text[], $23::bigint[], $24::bigint[], $25::text[], $26::text[], $27::text[], $28::integer[],
                $29::bigint[], $30::text[])
                AS arrived (attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                    provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                    served_from, tags, usage, usage_source, provider_response_id, rating_status, cost_pico, charge_pico,
                    lines, unpriced, trace_id, kafka_partition, kafka_offset, region)
            ON CONFLICT (attempt_id) DO NOTHING
            RETURNING attempt_id""";

    private static final String HASHES =
            "SELECT attempt_id, payload_sha256 FROM usage_event WHERE attempt_id = ANY($1::uuid[])";

    /** PostgreSQL's order of UUIDs. It keeps the order of the arrays, and sorting here is cheaper than sorting whole rows. */
    private static final Comparator<RatedUsage> BY_ATTEMPT = (one, other) -> {
        UUID left = one.event().attemptId();
        UUID right = other.event().attemptId();
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    };

    private final ObjectMapper json;
    private final Clock clock;

    UsageRows(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Inserts those that are not there; sorted by key, so that two transactions with the same attempts do not deadlock.
     *
     * @return the attempts that were inserted
     */
    Uni<Set<UUID>> insert(SqlConnection transaction, List<RatedUsage> usages) {
        List<RatedUsage> sorted = new ArrayList<>(usages);
        sorted.sort(BY_ATTEMPT);
        Tuple columns = new Columns<>(sorted)
                .uuids(usage -> usage.event().attemptId())
                .buffers(usage -> usage.arrival().payloadSha256())
                .uuids(usage -> usage.event().requestId())
                .integers(usage -> usage.event().attempt())
                .texts(usage -> usage.event().organization())
                .texts(usage -> usage.event().project())
                .texts(usage -> usage.event().key())
                .texts(usage -> Label.stored(usage.event().endUser()))
                .texts(usage -> usage.event().provider())
                .texts(usage -> Label.stored(usage.event().modelRequested()))
                .texts(usage -> Label.stored(usage.event().modelBilled()))
                .texts(usage -> Words.of(usage.event().operation()))
                .texts(usage -> Label.stored(usage.event().serviceTier()))
                .instants(usage -> usage.event().startedAt())
                .instants(usage -> usage.event().completedAt())
                .texts(usage -> Words.of(usage.event().status()))
                .texts(usage -> usage.event().servedByCache() ? "cache" : "provider")
                .texts(this::tagsJson)
                .texts(UsageRows::usageJson)
                .texts(usage -> Words.of(usage.event().usageSource()))
                .texts(usage -> Label.stored(usage.event().providerResponseId()))
                .texts(usage -> usage.rate().status().stored())
                .longs(usage -> known(usage.rate(), usage.rate().cost()))
                .longs(usage -> known(usage.rate(), usage.rate().charge()))
                .texts(usage -> RateJson.lines(usage.rate()))
                .texts(usage -> RateJson.unpriced(usage.rate()))
                .texts(usage -> TraceParent.traceIdOf(usage.arrival().traceParent()))
                .integers(usage -> usage.arrival().source().partition())
                .longs(usage -> usage.arrival().source().offset())
                .texts(usage -> Label.stored(usage.event().region()))
                .all(clock.instant().atOffset(ZoneOffset.UTC))
                .toTuple();
        return transaction.preparedQuery(INSERT).execute(columns).map(rows -> {
            Set<UUID> inserted = new HashSet<>();
            rows.forEach(row -> inserted.add(row.getUUID("attempt_id")));
            return inserted;
        });
    }

    /** The payload hashes of attempts that are in the ledger. */
    Uni<Map<UUID, Buffer>> hashes(SqlConnection transaction, Collection<UUID> attempts) {
        if (attempts.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transaction
                .preparedQuery(HASHES)
                .execute(Tuple.tuple().addValue(attempts.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Buffer> hashes = new HashMap<>();
                    rows.forEach(row -> hashes.put(
                            row.getUUID("attempt_id"),
                            row.getBuffer("payload_sha256").getDelegate()));
                    return hashes;
                });
    }

    /** What is not known is null, not zero. */
    static @Nullable Long known(Rate rate, Money amount) {
        return rate.isUnrated() ? null : Long.valueOf(amount.pico());
    }

    /** Written by hand: meters' names are plain ASCII of ours, and this runs for every event. */
    private static String usageJson(RatedUsage usage) {
        StringBuilder json = new StringBuilder("{");
        usage.event()
                .usage()
                .counts()
                .forEach((meter, count) -> json.append(json.length() > 1 ? ",\"" : "\"")
                        .append(meter.wireName())
                        .append("\":")
                        .append(count.longValue()));
        return json.append('}').toString();
    }

    private String tagsJson(RatedUsage usage) {
        Map<String, String> tags = usage.event().tags();
        if (tags.isEmpty()) {
            return "{}";
        }
        Map<String, String> stored = new TreeMap<>();
        tags.forEach((tag, value) -> stored.put(Label.key(tag), Label.key(value)));
        try {
            return json.writeValueAsString(stored);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("tags cannot be written as JSON", failure);
        }
    }
}
