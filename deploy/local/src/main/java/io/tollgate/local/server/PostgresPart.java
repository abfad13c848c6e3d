package io.tollgate.local.server;

import io.tollgate.local.process.Part;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.postgresql.util.PSQLException;

/** A real PostgreSQL on loopback with one database for the suite, as root or not. */
public final class PostgresPart implements Part {
    private static final String VERSION = "postgresql-18.6";
    private static final String USER = "tollgate";
    private static final String DATABASE = "tollgate";
    /** Databases of services that do not share it. */
    private static final List<String> OTHER_DATABASES = List.of("tollgate_moderation");

    /** SQLSTATE invalid_catalog_name: the server answers, the database is not there yet. */
    private static final String NO_SUCH_DATABASE = "3D000";

    private static final String DUPLICATE_DATABASE = "42P04";

    /**
     * For data that stays. Under load the defaults end in a checkpoint every minute, after each of which every page touched is
     * written to the log whole; commits wait for the disk all the same.
     */
    private static final List<String> KEPT =
            List.of("shared_buffers=256MB", "max_wal_size=4GB", "checkpoint_timeout=15min");

    private final Binaries binaries;
    private final Path data;
    private final int port;
    private final String password;
    private final boolean durable;

    /**
     * @param password of the superuser {@code tollgate}, fixed when {@code data} is created
     * @param durable whether commits are flushed to disk; without it they survive the death of the process, not of the machine
     */
    public PostgresPart(Binaries binaries, Path data, int port, String password, boolean durable) {
        this.binaries = binaries;
        this.data = data.toAbsolutePath();
        this.port = port;
        this.password = password;
        this.durable = durable;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    public int port() {
        return port;
    }

    /** For clients: {@code postgresql://user:password@host:port/database}. Holds the password. */
    public String url() {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    @Override
    public ProcessBuilder command() throws IOException, InterruptedException {
        new OrphanedBackends(data).end();
        Path home = binaries.unpackOnce(VERSION, PostgresPart::unpack);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize(home);
        }
        List<String> command = new ArrayList<>(UnprivilegedCommand.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "fsync=" + (durable ? "on" : "off")));
        if (durable) {
            KEPT.forEach(setting -> command.addAll(List.of("-c", setting)));
        }
        return new ProcessBuilder(command);
    }

    private static void unpack(Path directory) throws IOException {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String hardware = "amd64".equals(architecture) ? "x86_64" : architecture;
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        try (var archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware)) {
            if (archive == null) {
                throw new IOException("there is no PostgreSQL binary for " + system + " on " + hardware
                        + "; set TOLLGATE_POSTGRES_URL to a server of your own");
            }
            Binaries.unpackTarXz(archive, directory);
        }
    }

    /** Creates the cluster beside its place and moves it there, so that a cluster that exists is a whole one. */
    private void initialize(Path home) throws IOException, InterruptedException {
        Path partial = data.resolveSibling(data.getFileName() + ".partial");
        Binaries.deleteTree(partial);
        Binaries.deleteTree(data);
        Files.createDirectories(partial.getParent());
        Path passwordFile = Files.createTempFile(partial.getParent(), "initdb", "");
        try {
            Files.writeString(passwordFile, password);
            List<String> command = new ArrayList<>(UnprivilegedCommand.of(
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    partial.toString(),
                    "-U",
                    USER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile",
                    passwordFile.toString(),
                    "-E",
                    "UTF-8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
            if (!durable) {
                command.add("--no-sync");
            }
            Process initdb =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (initdb.waitFor() != 0) {
                throw new IOException("initdb failed: " + output.strip());
            }
            Files.move(partial, data);
        } finally {
            Files.delete(passwordFile);
        }
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect(DATABASE)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return NO_SUCH_DATABASE.equals(e.getSQLState());
        }
    }

    @Override
    public void prepare() throws IOException {
        create(DATABASE);
        for (String other : OTHER_DATABASES) {
            create(other);
        }
    }

    private void create(String database) throws IOException {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (PSQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw new IOException("cannot create database " + database, e);
            }
        } catch (SQLException e) {
            throw new IOException("cannot create database " + database, e);
        }
    }

    /** SIGINT: PostgreSQL takes SIGTERM as "when every client has gone", which a stuck client never does. The shell has {@code kill} built in. */
    @Override
    public void requestStop(ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("loginTimeout", "2");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
