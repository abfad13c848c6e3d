package io.tollgate.bench.ingest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** billing-service's database, looked at from outside. */
final class Database {

    private final Servers servers;

    Database(Servers servers) {
        this.servers = servers;
    }

    long ask(String sql) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Bytes of the write-ahead log since the cluster was made. */
    long walBytes() throws SQLException {
        return ask("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }

    void createOrganizations(List<String> organizations) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO organization (id, name, created_at) VALUES (?, 'bench', now())")) {
            for (String organization : organizations) {
                insert.setString(1, organization);
                insert.execute();
            }
        }
    }

    /** One hard budget for each organization, which no usage of a measurement exhausts. */
    void createBudgets(List<String> organizations) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO budget (id, organization, scope, scope_id, interval_unit, time_zone, enforcement,"
                                + " limit_pico, origin, active, version, created_at) VALUES (?, ?, 'organization', ?,"
                                + " 'month', 'UTC', 'hard', 9000000000000000000, 'budget', true, 1, now())")) {
            for (String organization : organizations) {
                insert.setString(1, "budget_" + organization);
                insert.setString(2, organization);
                insert.setString(3, organization);
                insert.execute();
            }
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                servers.setting("quarkus.datasource.jdbc.url"),
                servers.setting("quarkus.datasource.username"),
                servers.setting("quarkus.datasource.password"));
    }
}
