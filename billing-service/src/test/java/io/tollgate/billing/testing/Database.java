package io.tollgate.billing.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at the tables past the service. */
public final class Database {

    private static final String CHECKSUM = """
            SELECT md5(string_agg(md5(line), '' ORDER BY line)) FROM (
                SELECT 'event ' || event::text AS line FROM usage_event AS event
                UNION ALL SELECT 'transfer ' || transfer::text FROM ledger_transfer AS transfer
                UNION ALL SELECT 'rerating ' || rerating::text FROM rerating
                UNION ALL SELECT 'tag ' || tag::text FROM usage_tag_day AS tag
                UNION ALL SELECT 'hour ' || usage_hour::text FROM usage_hour
                UNION ALL SELECT 'day ' || usage_day::text FROM usage_day
                UNION ALL SELECT 'balance ' || balance::text FROM budget_balance AS balance
                UNION ALL SELECT 'account ' || account::text FROM ledger_account AS account) AS lines""";

    private Database() {}

    /** One value. */
    public static String ask(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new AssertionError("no row: " + sql);
                }
                return String.valueOf(result.getString(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    public static long count(String sql, Object... parameters) {
        return Long.parseLong(ask(sql, parameters));
    }

    public static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** Runs the action while another transaction holds the locks of this query. */
    public static void whileLocked(String query, Runnable action) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.execute();
                action.run();
            } finally {
                connection.rollback();
            }
        }
    }

    /** Of every row that money depends on. */
    public static String checksum() {
        return ask(CHECKSUM);
    }

    private static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }
}
