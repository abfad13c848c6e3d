package io.tollgate.billing.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.telemetry.TraceParent;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The usage rows: the one place that decides whether an attempt is new. */
@ApplicationScoped
class UsageRows {

    private static final String INSERT = """
            INSERT INTO usage_event (attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                usage, usage_source, provider_response_id, rating_status, cost_pico, lines, unpriced, trace_id,
                kafka_partition, kafka_offset, received_at)
            SELECT attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                usage::jsonb, usage_source, provider_response_id, rating_status, cost_pico, lines::jsonb,
                string_to_array(unpriced, ','), trace_id, kafka_partition, kafka_offset, $27::timestamptz
            FROM UNNEST($1::uuid[], $2::bytea[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                $15::timestamptz[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::bigint[],
                $22::text[], $23::text[], $24::text[], $25::integer[], $26::bigint[])
                AS arrived (attempt_id, payload_sha256, request_id, attempt, organization, project, key, end_user,
                    provider, model_requested, model_billed, operation, service_tier, started_at, completed_at, status,
                    usage, usage_source, provider_response_id, rating_status, cost_pico, lines, unpriced, trace_id,
                    kafka_partition, kafka_offset)
            ORDER BY attempt_id
            ON CONFLICT (attempt_id) DO NOTHING
            RETURNING attempt_id""";

    private static final String HASHES =
            "SELECT attempt_id, payload_sha256 FROM usage_event WHERE attempt_id = ANY($1::uuid[])";

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
        Tuple columns = new Columns<>(usages)
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
                .texts(usage -> word(usage.event().operation()))
                .texts(usage -> Label.stored(usage.event().serviceTier()))
                .instants(usage -> usage.event().startedAt())
                .instants(usage -> usage.event().completedAt())
                .texts(usage -> word(usage.event().status()))
                .texts(this::usageJson)
                .texts(usage -> word(usage.event().usageSource()))
                .texts(usage -> Label.stored(usage.event().providerResponseId()))
                .texts(usage -> usage.status().stored())
                .longs(usage -> usage.status() == RatedUsage.RatingStatus.UNRATED
                        ? null
                        : Long.valueOf(usage.cost().pico()))
                .texts(this::linesJson)
                .texts(usage ->
                        usage.unpriced().stream().map(Meter::wireName).sorted().collect(Collectors.joining(",")))
                .texts(usage -> TraceParent.traceIdOf(usage.arrival().traceParent()))
                .integers(usage -> usage.arrival().source().partition())
                .longs(usage -> usage.arrival().source().offset())
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

    private String usageJson(RatedUsage usage) {
        return write(usage.event().usage());
    }

    private String linesJson(RatedUsage usage) {
        return write(usage.lines().stream()
                .map(line -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("meter", line.meter().wireName());
                    fields.put("count", line.count());
                    fields.put("price_version", line.priceVersion());
                    fields.put("amount_pico", line.amount().pico());
                    return fields;
                })
                .toList());
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("usage cannot be written as JSON", failure);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
