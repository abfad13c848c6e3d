package io.tollgate.bench.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A year of roll-ups, as ingestion would have left them: hour by hour, the organizations of an hour in no order of theirs.
 *
 * @param organizations how many
 * @param series how many of each organization have usage in every hour
 * @param first the year's first day
 */
record RollUpYear(int organizations, int series, LocalDate first) {

    static final int DAYS = 365;

    private static final int HOURS_A_DAY = 24;

    /** So many series that the hourly roll-up gets about this many rows. */
    static RollUpYear of(long rows, int organizations, LocalDate first) {
        long hours = (long) DAYS * HOURS_A_DAY * organizations;
        return new RollUpYear(organizations, Math.toIntExact(Math.max(1, Math.round((double) rows / hours))), first);
    }

    static String key(int organization) {
        return "sk-admin-benchmark-of-roll-ups-0123456789abcdef-" + organization;
    }

    long hourRows() {
        return (long) DAYS * HOURS_A_DAY * organizations * series;
    }

    void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO organization (id, name, created_at) SELECT 'org_rolled_' || number, 'bench', now()"
                            + " FROM generate_series(1, " + organizations + ") AS number");
            statement.execute("INSERT INTO organization_user (id, organization, email, name, role, created_at)"
                    + " SELECT 'user_' || id, id, 'bench@example.com', 'bench', 'owner', now() FROM organization"
                    + " WHERE id LIKE 'org\\_rolled\\_%'");
            statement.execute(
                    "INSERT INTO admin_key (id, organization, name, sha256, redacted_value, status, created_at,"
                            + " role, owner_user) SELECT 'key_rolled_' || number, 'org_rolled_' || number, 'bench',"
                            + " encode(sha256(convert_to('" + key(0).substring(0, key(0).length() - 1)
                            + "' || number, 'UTF8')), 'hex'), 'sk-admin-...', 'active', now(), 'owner',"
                            + " 'user_org_rolled_' || number FROM generate_series(1, " + organizations + ") AS number");
            statement.execute(
                    "INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation,"
                            + " service_tier) SELECT 'org_rolled_' || number, 'proj_' || index % 4, 'key_' || index, '', 'simulator',"
                            + " 'model-' || index % 6, 'chat', 'default' FROM generate_series(1, " + organizations
                            + ") AS number, generate_series(1, " + series + ") AS index");
            // The index is built at the end, from sorted rows: 50 million insertions into it would take the time of 50
            // million attempts.
            statement.execute("ALTER TABLE usage_hour_sum DROP CONSTRAINT usage_hour_sum_pkey");
            for (int day = 0; day < DAYS; day++) {
                statement.execute(day(first.plusDays(day).atStartOfDay().toInstant(ZoneOffset.UTC)));
            }
            statement.execute("SET maintenance_work_mem = '1GB'");
            statement.execute("ALTER TABLE usage_hour_sum ADD PRIMARY KEY (organization, bucket, series)");
            statement.execute("VACUUM (ANALYZE) usage_hour_sum, usage_day_sum, usage_series");
            statement.execute("CHECKPOINT");
        }
    }

    /** A day's hours, and their sums as the day's rows: summing the finished year instead would sort 50 million rows. */
    private static String day(Instant midnight) {
        return """
                WITH hours AS (
                    INSERT INTO usage_hour_sum (organization, bucket, series, input_uncached, input_uncached_cost,
                        input_uncached_charge, output_text, output_text_cost, output_text_charge, model_requests)
                    SELECT organization, hour, id, 1000 + id % 500, 2500000000, 2500000000, 300 + id % 200,
                        3000000000, 3000000000, 7
                    FROM usage_series, generate_series('{midnight}'::timestamptz,
                        '{midnight}'::timestamptz + interval '23 hours', interval '1 hour') AS hour
                    WHERE organization LIKE 'org\\_rolled\\_%' ORDER BY hour, hashint8(id)
                    RETURNING *)
                INSERT INTO usage_day_sum (organization, bucket, project, provider, model, operation, service_tier,
                    input_uncached, input_uncached_cost, input_uncached_charge, output_text, output_text_cost,
                    output_text_charge, model_requests)
                SELECT hours.organization, '{midnight}'::timestamptz, project, provider, model, operation,
                    service_tier, sum(input_uncached), sum(input_uncached_cost), sum(input_uncached_charge),
                    sum(output_text), sum(output_text_cost), sum(output_text_charge), sum(model_requests)
                FROM hours JOIN usage_series AS series ON series.id = hours.series
                GROUP BY hours.organization, project, provider, model, operation, service_tier
                """.replace("{midnight}", midnight.toString());
    }
}
