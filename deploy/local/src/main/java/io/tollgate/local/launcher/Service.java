package io.tollgate.local.launcher;

import java.nio.file.Path;
import java.util.List;

/** The three services, in the order in which they are started. */
enum Service {
    BILLING("billing-service", "TOLLGATE_BILLING_PORT", 8082),
    MODERATION("moderation-service", "TOLLGATE_MODERATION_PORT", 8081),
    CHAT("chat-service", "TOLLGATE_CHAT_PORT", 8080);

    private static final int MANAGEMENT_OFFSET = 1_000;
    private static final int MAX_PORT = 65_535 - MANAGEMENT_OFFSET;

    private final String directory;
    private final String portVariable;
    private final int defaultPort;

    Service(String directory, String portVariable, int defaultPort) {
        this.directory = directory;
        this.portVariable = portVariable;
        this.defaultPort = defaultPort;
    }

    /** What its JVM is given on a machine that runs everything else too. */
    List<String> flags() {
        return switch (this) {
            // The second compiler would take minutes of a core from chat-service, for services that have little to do
            // here.
            case BILLING, MODERATION -> List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
            // Both compilers, because the gateway's speed is measured here. Memory for calls that pile up before they
            // are done, most of it for young objects, because each collection is a pause, however little it finds.
            // Event loops for half of the cores, because Redis, the provider and the clients need some too: loops that
            // share a core with them make each other wait.
            case CHAT ->
                List.of(
                        "-Xmx512m",
                        "-Xmn288m",
                        "-Dquarkus.vertx.event-loops-pool-size="
                                + Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        };
    }

    /** The name of its process and of its folder in the checkout. */
    String directory() {
        return directory;
    }

    String portVariable() {
        return portVariable;
    }

    /** Its production package. */
    Path jar(Path checkout) {
        return checkout.resolve(directory).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Health and metrics, on a port of their own. */
    static int managementPort(int port) {
        return port + MANAGEMENT_OFFSET;
    }

    int port(Variables variables) throws InvalidSettingsException {
        String value = variables.get(portVariable).orElse(Integer.toString(defaultPort));
        if (value.matches("\\d{1,5}")) {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        }
        throw new InvalidSettingsException(
                portVariable + " must be a port between 1 and " + MAX_PORT + ", not '" + value + "'");
    }
}
