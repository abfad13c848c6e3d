package io.tollgate.billing.invoice;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.contracts.usage.Meter;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Invoices as stored, and what the roll-up has that no invoice has billed. */
@ApplicationScoped
class InvoiceTable {

    /** The most lines an invoice may have; beyond it an organization must be split. */
    static final int MOST_LINES = 200_000;

    private static final String[] METERS =
            Arrays.stream(Meter.values()).map(Meter::wireName).toArray(String[]::new);

    /**
     * What the roll-up holds of the month, and of every month that has an invoice, without what invoices billed for those
     * days. Absolute sums on both sides: whatever happened in between, all invoices together are what the roll-up says.
     */
    private static final String UNBILLED = """
            WITH closed AS (
                SELECT id, month FROM invoice WHERE organization = $1
            ), used AS (
                SELECT (bucket AT TIME ZONE 'UTC')::date AS service_day, project, key, provider, model, operation,
                    service_tier, item, sum(quantity) AS quantity, sum(cost_pico) AS list_pico,
                    sum(charge_pico) AS charge_pico
                FROM usage_hour
                WHERE organization = $1 AND item = ANY($4::text[])
                    AND bucket < $3::date::timestamp AT TIME ZONE 'UTC'
                    AND (bucket >= $2::date::timestamp AT TIME ZONE 'UTC'
                        OR date_trunc('month', bucket AT TIME ZONE 'UTC')::date IN (SELECT month FROM closed))
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
            ), billed AS (
                SELECT service_day, project, key, provider, model, operation, service_tier, item,
                    sum(quantity) AS quantity, sum(list_pico) AS list_pico, sum(charge_pico) AS charge_pico
                FROM invoice_line JOIN closed ON closed.id = invoice_line.invoice
                WHERE kind IN ('usage', 'correction') AND service_day < $3
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
            )
            SELECT CASE WHEN service_day >= $2 THEN 'usage' ELSE 'correction' END AS kind, service_day, project, key,
                provider, model, operation, service_tier, item,
                coalesce(used.quantity, 0) - coalesce(billed.quantity, 0) AS quantity,
                coalesce(used.list_pico, 0) - coalesce(billed.list_pico, 0) AS list_pico,
                coalesce(used.charge_pico, 0) - coalesce(billed.charge_pico, 0) AS charge_pico
            FROM used FULL JOIN billed
                USING (service_day, project, key, provider, model, operation, service_tier, item)
            WHERE (coalesce(used.quantity, 0), coalesce(used.list_pico, 0), coalesce(used.charge_pico, 0))
                IS DISTINCT FROM
                (coalesce(billed.quantity, 0), coalesce(billed.list_pico, 0), coalesce(billed.charge_pico, 0))
            ORDER BY service_day, project, key, provider, model, operation, service_tier, item LIMIT $5""";

    private static final String PROJECTS = "SELECT id, name FROM project WHERE organization = $1";
    private static final String FIND = """
            SELECT id, organization, month, finalized_at FROM invoice WHERE organization = $1 AND month = $2""";
    private static final String LINES = """
            SELECT kind, service_day, project, key, provider, model, operation, service_tier, item, quantity, list_pico,
                charge_pico
            FROM invoice_line WHERE invoice = $1 ORDER BY position""";
    private static final String INSERT = """
            INSERT INTO invoice (id, organization, month, currency, usage_pico, credit_pico, rounding_pico, total_pico,
                finalized_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String INSERT_LINES = """
            INSERT INTO invoice_line (invoice, position, kind, service_day, project, key, provider, model, operation,
                service_tier, item, quantity, list_pico, charge_pico)
            SELECT $1, position, kind, service_day, project, key, provider, model, operation, service_tier, item,
                quantity::numeric, list_pico::numeric, charge_pico::numeric
            FROM UNNEST($2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::text[], $13::text[]) WITH ORDINALITY
                AS line (kind, service_day, project, key, provider, model, operation, service_tier, item, quantity,
                    list_pico, charge_pico, position)""";

    /**
     * Months with something to bill, the oldest first, that ended before an instant and have no invoice. The last of them
     * also where nothing was used in it, but what invoices have billed of earlier months is not what the roll-up says now.
     */
    private static final String OPEN = """
            WITH used AS (
                SELECT organization, date_trunc('month', bucket AT TIME ZONE 'UTC')::date AS month,
                    sum(charge_pico) AS charge_pico
                FROM usage_hour WHERE bucket < $1 AND item = ANY($3::text[]) GROUP BY 1, 2
            ), closed AS (
                SELECT organization, sum(charge_pico) AS charge_pico FROM used JOIN invoice USING (organization, month)
                GROUP BY 1
            ), billed AS (
                SELECT invoice.organization, sum(invoice_line.charge_pico) AS charge_pico FROM invoice
                JOIN invoice_line ON invoice_line.invoice = invoice.id AND kind IN ('usage', 'correction') GROUP BY 1
            ), due AS (
                SELECT organization, month FROM used
                UNION
                SELECT organization, $2::date FROM closed JOIN billed USING (organization)
                WHERE closed.charge_pico <> billed.charge_pico
            )
            SELECT organization, month FROM due
            WHERE NOT EXISTS (SELECT FROM invoice
                WHERE invoice.organization = due.organization AND invoice.month = due.month)
            ORDER BY month, organization LIMIT 1000""";

    /** Fails with 400 if there are more than {@link #MOST_LINES}. */
    Uni<List<InvoiceLine>> unbilled(SqlConnection connection, String organization, YearMonth month) {
        Tuple parameters = Tuple.of(
                        organization, month.atDay(1), month.plusMonths(1).atDay(1))
                .addValue(METERS)
                .addInteger(MOST_LINES + 1);
        return connection.preparedQuery(UNBILLED).execute(parameters).map(rows -> {
            if (rows.size() > MOST_LINES) {
                throw ApiException.invalid("The invoice would have more than " + MOST_LINES + " lines.", null);
            }
            return StreamSupport.stream(rows.spliterator(), false)
                    .map(InvoiceLine::of)
                    .toList();
        });
    }

    Uni<Optional<Invoice>> find(SqlConnection connection, String organization, YearMonth month) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(organization, month.atDay(1)))
                .chain(rows -> rows.iterator().hasNext()
                        ? withLines(connection, rows.iterator().next()).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    Uni<Void> insert(SqlConnection transaction, String id, Invoice invoice, Instant now) {
        Tuple row = Tuple.tuple()
                .addString(id)
                .addString(invoice.organization())
                .addLocalDate(invoice.month().atDay(1))
                .addString(Invoice.CURRENCY)
                .addValue(invoice.usagePico())
                .addValue(invoice.creditPico())
                .addValue(invoice.roundingPico())
                .addValue(invoice.totalPico())
                .addValue(utc(now));
        List<InvoiceLine> lines = invoice.lines();
        Tuple columns = Tuple.of(id)
                .addValue(texts(lines, line -> line.kind().stored()))
                .addValue(lines.stream().map(InvoiceLine::serviceDay).toArray(LocalDate[]::new))
                .addValue(texts(lines, InvoiceLine::project))
                .addValue(texts(lines, InvoiceLine::key))
                .addValue(texts(lines, InvoiceLine::provider))
                .addValue(texts(lines, InvoiceLine::model))
                .addValue(texts(lines, InvoiceLine::operation))
                .addValue(texts(lines, InvoiceLine::serviceTier))
                .addValue(texts(lines, InvoiceLine::item))
                .addValue(texts(lines, line -> line.quantity().toPlainString()))
                .addValue(texts(lines, line -> line.listPico().toPlainString()))
                .addValue(texts(lines, line -> line.chargePico().toPlainString()));
        return transaction
                .preparedQuery(INSERT)
                .execute(row)
                .chain(() -> transaction.preparedQuery(INSERT_LINES).execute(columns))
                .replaceWithVoid();
    }

    /** @param first the first month that is not over */
    Uni<List<OpenMonth>> open(SqlConnection connection, YearMonth first) {
        Instant end = first.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(utc(end), first.minusMonths(1).atDay(1), METERS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new OpenMonth(row.getString("organization"), YearMonth.from(row.getLocalDate("month"))))
                        .toList());
    }

    Uni<Map<String, String>> projectNames(SqlConnection connection, String organization) {
        return connection
                .preparedQuery(PROJECTS)
                .execute(Tuple.of(organization))
                .map(rows -> {
                    Map<String, String> names = new HashMap<>();
                    rows.forEach(row -> names.put(row.getString("id"), row.getString("name")));
                    return names;
                });
    }

    private static Uni<Invoice> withLines(SqlConnection connection, Row row) {
        return connection
                .preparedQuery(LINES)
                .execute(Tuple.of(row.getString("id")))
                .map(lines -> new Invoice(
                        row.getString("id"),
                        row.getString("organization"),
                        YearMonth.from(row.getLocalDate("month")),
                        StreamSupport.stream(lines.spliterator(), false)
                                .map(InvoiceLine::of)
                                .toList(),
                        row.getOffsetDateTime("finalized_at").toInstant()));
    }

    private static String[] texts(List<InvoiceLine> lines, Function<InvoiceLine, String> column) {
        return lines.stream().map(column).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** A month without an invoice. */
    record OpenMonth(String organization, YearMonth month) {}
}
