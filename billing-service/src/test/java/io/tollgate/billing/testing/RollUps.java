package io.tollgate.billing.testing;

import java.sql.SQLException;
import java.time.LocalDate;

/** Sums in the roll-ups that no rows stand behind, for organizations of one test; the self-audit must not find them. */
public final class RollUps {

    private RollUps() {}

    /** Adds to what the organization is charged for output on a day. */
    public static void charge(String organization, LocalDate day, long pico) {
        run("""
                INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation, service_tier)
                VALUES ('%s', 'proj', 'key', '', 'p', 'm', 'chat', 'default') ON CONFLICT DO NOTHING""".formatted(organization));
        run("""
                INSERT INTO usage_hour_sum (organization, bucket, series, output_text, output_text_cost, output_text_charge)
                SELECT organization, '%1$sT00:00:00Z', id, 1, %2$d, %2$d FROM usage_series WHERE organization = '%3$s'
                ON CONFLICT (organization, bucket, series)
                DO UPDATE SET output_text_charge = usage_hour_sum.output_text_charge + EXCLUDED.output_text_charge""".formatted(day, pico, organization));
    }

    public static void forget(String organization) {
        run("DELETE FROM usage_hour_sum WHERE organization = '" + organization + "'");
    }

    private static void run(String sql) {
        try {
            Database.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
