package io.tollgate.billing.rerating;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.ledger.Corrections;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Explicit runs over the past of one organization, a page of attempts at a time. A run that is broken off has applied
 * whole pages; running it again applies the rest, because what is corrected does not differ any more.
 */
@ApplicationScoped
class Runs {

    private static final int PAGE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private static final String NEXT = """
            SELECT attempt_id FROM usage_event
            WHERE organization = $1 AND started_at >= $2 AND started_at < $3 AND attempt_id > $4
                AND ($5::text IS NULL OR provider = $5) AND ($6::text IS NULL OR model_billed = $6)
            ORDER BY attempt_id LIMIT $7""";
    private static final String BEGIN = """
            INSERT INTO rerating_run (id, organization, from_time, until_time, provider, model, reason, note, status,
                examined, changed, cost_pico, charge_pico, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', 0, 0, 0, 0, $9)""";
    private static final String END = """
            UPDATE rerating_run SET status = $2, examined = $3, changed = $4, cost_pico = $5, charge_pico = $6,
                finished_at = $7 WHERE id = $1""";
    private static final String COLUMNS = """
            SELECT id, from_time, until_time, provider, model, reason, note, status, examined, changed, cost_pico,
                charge_pico, created_at
            FROM rerating_run\s""";
    private static final String LIST = COLUMNS + "WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String FIND = COLUMNS + "WHERE id = $1";

    private final Pool pool;
    private final Corrections corrections;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    Runs(Pool pool, Corrections corrections, AuditTrail audit, Identifiers identifiers, Clock clock) {
        this.pool = pool;
        this.corrections = corrections;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<RunResult> run(Actor actor, RunRequest request) {
        RunResult.Sum sum = new RunResult.Sum();
        if (request.dryRun()) {
            return pages(request, null, BEGINNING, sum).map(ignored -> sum.toResult(null, true));
        }
        String id = identifiers.next("rerun");
        return begin(id, actor, request)
                .chain(() -> pages(request, id, BEGINNING, sum))
                .onFailure()
                .call(() -> end(id, actor, "failed", sum))
                .chain(() -> end(id, actor, "completed", sum))
                .map(ignored -> sum.toResult(id, false));
    }

    Uni<List<Run>> list(String organization, String after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(organization, after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Run::of)
                        .toList());
    }

    private Uni<Void> pages(RunRequest request, @Nullable String run, UUID after, RunResult.Sum sum) {
        Tuple parameters = Tuple.tuple()
                .addString(request.organization())
                .addValue(utc(request.from()))
                .addValue(utc(request.until()))
                .addUUID(after)
                .addString(request.provider())
                .addString(request.model())
                .addInteger(PAGE);
        return pool.preparedQuery(NEXT)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map((Row row) -> row.getUUID("attempt_id"))
                        .toList())
                .chain(attempts -> {
                    if (attempts.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    var changes = request.dryRun()
                            ? corrections.preview(attempts)
                            : corrections.apply(attempts, request.reason(), run);
                    return changes.invoke(changed -> sum.add(attempts.size(), changed))
                            .chain(() -> pages(request, run, attempts.getLast(), sum));
                });
    }

    private Uni<Void> begin(String id, Actor actor, RunRequest request) {
        Tuple row = Tuple.tuple()
                .addString(id)
                .addString(request.organization())
                .addValue(utc(request.from()))
                .addValue(utc(request.until()))
                .addString(request.provider())
                .addString(request.model())
                .addString(request.reason().stored())
                .addString(request.note())
                .addValue(utc(clock.instant()));
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(BEGIN)
                .execute(row)
                .chain(() -> find(transaction, id))
                .chain(run -> audit.append(transaction, actor, Change.created("rerating_run.started", null, id, run))));
    }

    private Uni<Void> end(String id, Actor actor, String status, RunResult.Sum sum) {
        Tuple row = Tuple.tuple()
                .addString(id)
                .addString(status)
                .addLong(sum.examined())
                .addLong(sum.changed())
                .addValue(new BigDecimal(sum.cost()))
                .addValue(new BigDecimal(sum.charge()))
                .addValue(utc(clock.instant()));
        return pool.withTransaction(transaction -> find(transaction, id)
                .call(() -> transaction.preparedQuery(END).execute(row))
                .chain(before -> find(transaction, id)
                        .chain(after -> audit.append(
                                transaction,
                                actor,
                                Change.updated("rerating_run." + status, null, id, before, after)))));
    }

    private static Uni<Run> find(SqlConnection transaction, String id) {
        return transaction
                .preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> Run.of(rows.iterator().next()));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
