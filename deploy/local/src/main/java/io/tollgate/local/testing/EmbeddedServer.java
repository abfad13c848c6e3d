package io.tollgate.local.testing;

import io.tollgate.local.process.Part;
import io.tollgate.local.process.Ports;
import io.tollgate.local.server.Binaries;
import io.tollgate.local.server.KafkaPart;
import io.tollgate.local.server.PostgresPart;
import io.tollgate.local.server.RedisPart;
import io.tollgate.local.simulator.SimulatorPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One server of a test.
 *
 * @param port where it listens on loopback
 * @param configuration what a Quarkus service needs to reach it
 */
record EmbeddedServer(Part part, int port, Map<String, String> configuration) {
    /** Known to every test; the server listens on loopback and holds a test's data. */
    private static final String PASSWORD = "tollgate";

    static EmbeddedServer of(String name, Path home, Binaries binaries, Ports ports) throws IOException {
        Path data = home.resolve("data").resolve(name);
        int port = ports.pick();
        return switch (name) {
            case "kafka" ->
                new EmbeddedServer(
                        new KafkaPart(data, port, ports.pick()),
                        port,
                        Map.of("kafka.bootstrap.servers", "127.0.0.1:" + port));
            case "postgresql" -> postgresql(data, binaries, port);
            case "redis" ->
                new EmbeddedServer(
                        new RedisPart(binaries, data, port),
                        port,
                        Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + port));
            case "simulator" -> {
                SimulatorPart simulator = new SimulatorPart(data.resolve("calls.jsonl"), port);
                yield new EmbeddedServer(simulator, port, Map.of("tollgate.simulator.url", simulator.url()));
            }
            default ->
                throw new IllegalArgumentException(
                        "There is no embedded server \"" + name + "\"; there are kafka, postgresql, redis, simulator");
        };
    }

    /** Tests need no data after a crash of the machine, measurements must wait for the disk as an installation does. */
    private static final boolean DURABLE = Boolean.parseBoolean(System.getenv("TOLLGATE_SERVERS_DURABLE"));

    private static EmbeddedServer postgresql(Path data, Binaries binaries, int port) {
        String address = "127.0.0.1:" + port + "/tollgate";
        return new EmbeddedServer(
                new PostgresPart(binaries, data, port, PASSWORD, DURABLE),
                port,
                Map.of(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://" + address,
                        "quarkus.datasource.reactive.url",
                        "postgresql://" + address,
                        "quarkus.datasource.username",
                        "tollgate",
                        "quarkus.datasource.password",
                        PASSWORD));
    }
}
