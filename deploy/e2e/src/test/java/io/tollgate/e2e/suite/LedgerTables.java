package io.tollgate.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The tables that hold money, read past the service that owns them. */
public final class LedgerTables {

    private static final List<String> TABLES =
            List.of("usage_event", "ledger_transfer", "ledger_account", "usage_hour", "budget_balance");

    private final String url;

    public LedgerTables(Suite suite) {
        Properties state = new Properties();
        try (var reader = Files.newBufferedReader(suite.home().resolve("state.properties"))) {
            state.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        this.url = "jdbc:postgresql://127.0.0.1:" + suite.serverPort("postgresql") + "/tollgate?user=tollgate&password="
                + state.getProperty("password.postgresql", "");
    }

    /** By table: how many rows there are, and a checksum of all of them. */
    public Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet result = statement.executeQuery("SELECT count(*) || ' rows, ' || "
                        + "coalesce(md5(string_agg(md5(line::text), '' ORDER BY md5(line::text))), '') FROM " + table
                        + " AS line")) {
                    result.next();
                    checksums.put(table, result.getString(1));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the ledger's tables cannot be read", failure);
        }
        return checksums;
    }
}
