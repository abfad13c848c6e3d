package io.tollgate.local.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks whether the servers that the environment names are there, before anything is started. No message holds a password. */
final class ExternalServers {
    private static final int DEADLINE_SECONDS = 5;
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[A-Z0-9_]+://)?(?<host>[^\\s:,@/]+|\\[[0-9a-fA-F:]+]):" + "(?<port>\\d{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_REDIS_PORT = 6379;

    private ExternalServers() {}

    /**
     * @throws InvalidSettingsException if one is not there, with the name of its variable
     */
    static void refuseUnreachable(Settings settings) throws InvalidSettingsException {
        if (settings.kafka().isPresent()) {
            refuseUnreachableKafka(settings.kafka().get());
        }
        if (settings.redis().isPresent()) {
            refuseUnreachableRedis(settings.redis().get());
        }
        if (settings.postgres().isPresent()) {
            refuseUnusable(settings.postgres().get());
            refuseUnusable(settings.postgres().get().ofService("moderation"));
        }
    }

    /** One of them that answers is enough: it names the others. */
    private static void refuseUnreachableKafka(String servers) throws InvalidSettingsException {
        String refused = "";
        for (String server : servers.split(",", -1)) {
            Matcher address = HOST_AND_PORT.matcher(server.strip());
            if (!address.matches() || Integer.parseInt(address.group("port")) > MAX_PORT) {
                throw new InvalidSettingsException("KAFKA_BOOTSTRAP_SERVERS must have the form host:port,host:port");
            }
            Optional<String> problem = problem(address.group("host"), Integer.parseInt(address.group("port")));
            if (problem.isEmpty()) {
                return;
            }
            refused = problem.get();
        }
        throw new InvalidSettingsException("KAFKA_BOOTSTRAP_SERVERS names no server that answers: " + refused);
    }

    private static void refuseUnreachableRedis(String url) throws InvalidSettingsException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            // The cause would repeat the URL, which may hold a password.
            uri = URI.create("malformed");
        }
        if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("rediss?")) {
            throw new InvalidSettingsException("REDIS_URL must have the form redis://host:port");
        }
        Optional<String> problem = problem(uri.getHost(), uri.getPort() < 0 ? DEFAULT_REDIS_PORT : uri.getPort());
        if (problem.isPresent()) {
            throw new InvalidSettingsException("REDIS_URL names a server that does not answer: " + problem.get());
        }
    }

    private static Optional<String> problem(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), DEADLINE_SECONDS * 1_000);
            return Optional.empty();
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "unknown host" : e.getMessage();
            return Optional.of(host + ":" + port + " (" + reason + ")");
        }
    }

    private static void refuseUnusable(PostgresUrl postgres) throws InvalidSettingsException {
        Properties properties = new Properties();
        properties.setProperty("user", postgres.user());
        properties.setProperty("password", postgres.password());
        properties.setProperty("connectTimeout", Integer.toString(DEADLINE_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(DEADLINE_SECONDS));
        String database = postgres.address().replaceFirst("\\?.*", "");
        try (Connection connection =
                DriverManager.getConnection("jdbc:postgresql://" + postgres.address(), properties)) {
            connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            // Its message may repeat the address with its parameters.
            throw new InvalidSettingsException(
                    "TOLLGATE_POSTGRES_URL names a database that cannot be used: " + database + " " + reason(e));
        }
    }

    private static String reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "refuses the user or the password";
        }
        if (state.equals("3D000")) {
            return "does not exist on that server";
        }
        return state.startsWith("08") ? "does not answer" : "fails with SQLSTATE " + state;
    }
}
