package io.tollgate.billing.audit;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and verifies the trail of one organization. */
@ApplicationScoped
public class AuditReader {

    /** How many days may be verified at once. */
    public static final int MOST_DAYS = 366;

    private static final int PAGE = 1_000;

    private static final String MATCHING = "SELECT " + AuditRecord.COLUMNS + """
             FROM audit_record
            WHERE organization = $1 AND recorded_at >= $2 AND recorded_at < $3
                AND (cardinality($4::text[]) = 0 OR project = ANY($4::text[]))
                AND (cardinality($5::text[]) = 0 OR type = ANY($5::text[]))
                AND (cardinality($6::text[]) = 0 OR actor_id = ANY($6::text[]) OR actor_key = ANY($6::text[]))
                AND (cardinality($7::text[]) = 0 OR lower(actor_email) = ANY($7::text[]))
                AND (cardinality($8::text[]) = 0 OR subject = ANY($8::text[]))""";
    private static final String OLDER =
            MATCHING + " AND (day, position) < ($9, $10) ORDER BY day DESC, position DESC LIMIT $11";
    private static final String NEWER = MATCHING + " AND (day, position) > ($9, $10) ORDER BY day, position LIMIT $11";
    private static final String PLACE = "SELECT day, position FROM audit_record WHERE organization = $1 AND id = $2";
    private static final String CHAIN = "SELECT " + AuditRecord.COLUMNS + """
             FROM audit_record
            WHERE organization = $1 AND (day, position) > ($2, $3) AND day <= $4 ORDER BY day, position LIMIT $5""";
    private static final String OPENING = """
            SELECT hash FROM audit_record WHERE organization = $1 AND day < $2 ORDER BY day DESC, position DESC LIMIT 1""";

    private final Pool pool;

    AuditReader(Pool pool) {
        this.pool = pool;
    }

    /** Newest first, up to one more than the limit; fails with 400 if a cursor is not a record's id. */
    public Uni<List<AuditRecord>> list(String organization, AuditFilter filter) {
        if (filter.before() != null) {
            return place(organization, filter.before())
                    .chain(place -> find(NEWER, organization, filter, place))
                    .map(List::reversed);
        }
        Uni<Place> start = filter.after() == null
                ? Uni.createFrom().item(new Place(LocalDate.of(9999, 12, 31), 0))
                : place(organization, filter.after());
        return start.chain(place -> find(OLDER, organization, filter, place));
    }

    /** Recomputes the hashes of the days from one to another, both included. */
    public Uni<List<AuditDay>> verify(String organization, LocalDate from, LocalDate to) {
        return pool.preparedQuery(OPENING)
                .execute(Tuple.of(organization, from))
                .map(rows ->
                        rows.iterator().hasNext() ? rows.iterator().next().getString("hash") : AuditRecord.NO_RECORD)
                .chain(opening ->
                        follow(new ChainCheck(opening), organization, new Place(from.minusDays(1), Long.MAX_VALUE), to))
                .map(ChainCheck::days);
    }

    private Uni<ChainCheck> follow(ChainCheck check, String organization, Place after, LocalDate to) {
        return pool.preparedQuery(CHAIN)
                .execute(Tuple.of(organization, after.day(), after.position(), to, PAGE))
                .map(AuditReader::records)
                .chain(records -> {
                    records.forEach(check::follow);
                    if (records.size() < PAGE) {
                        return Uni.createFrom().item(check);
                    }
                    AuditRecord last = records.getLast();
                    return follow(check, organization, new Place(last.day(), last.position()), to);
                });
    }

    private Uni<List<AuditRecord>> find(String query, String organization, AuditFilter filter, Place place) {
        Tuple parameters = Tuple.tuple()
                .addString(organization)
                .addValue(utc(filter.from()))
                .addValue(utc(filter.until()))
                .addValue(filter.projects().toArray(String[]::new))
                .addValue(filter.types().toArray(String[]::new))
                .addValue(filter.actors().toArray(String[]::new))
                .addValue(filter.emails().toArray(String[]::new))
                .addValue(filter.subjects().toArray(String[]::new))
                .addValue(place.day())
                .addLong(place.position())
                .addInteger(filter.limit() + 1);
        return pool.preparedQuery(query).execute(parameters).map(AuditReader::records);
    }

    private Uni<Place> place(String organization, @Nullable String id) {
        return pool.preparedQuery(PLACE).execute(Tuple.of(organization, id)).map(rows -> {
            if (!rows.iterator().hasNext()) {
                throw ApiException.invalid("The cursor '" + id + "' is not the id of an audit log.", null);
            }
            Row row = rows.iterator().next();
            return new Place(row.getLocalDate("day"), row.getLong("position"));
        });
    }

    private static List<AuditRecord> records(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AuditRecord::of)
                .toList();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Where a record stands in the chain. */
    private record Place(LocalDate day, long position) {}
}
