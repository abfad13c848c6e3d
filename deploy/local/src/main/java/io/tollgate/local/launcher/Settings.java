package io.tollgate.local.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment asks for.
 *
 * @param checkout the folder of the project, with the services' packages
 * @param home state and logs of the suite
 * @param ports the services' HTTP ports; management is 1000 above
 * @param adminKey the admin key to use in place of a generated one
 * @param routes the routes file to use in place of a generated one
 * @param kafka bootstrap servers to use in place of an own broker
 * @param postgres a database to use in place of an own server
 * @param redis the URL of a Redis to use in place of an own one
 */
record Settings(
        Path checkout,
        Path home,
        Map<Service, Integer> ports,
        Optional<String> adminKey,
        Optional<Path> routes,
        Optional<String> kafka,
        Optional<PostgresUrl> postgres,
        Optional<String> redis,
        Variables variables) {
    private static final String ADMIN_KEY_FORM = "sk-admin-[\\x21-\\x7e]{32,191}";

    Settings {
        ports = Map.copyOf(ports);
    }

    static Settings of(Path checkout, Variables variables) throws InvalidSettingsException {
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            ports.put(service, service.port(variables));
        }
        refuseSharedPorts(ports);
        Optional<String> postgres = variables.get("TOLLGATE_POSTGRES_URL");
        return new Settings(
                checkout,
                home(checkout, variables),
                ports,
                adminKey(variables),
                routes(variables),
                variables.get("KAFKA_BOOTSTRAP_SERVERS"),
                postgres.isPresent() ? Optional.of(PostgresUrl.parse(postgres.get())) : Optional.empty(),
                variables.get("REDIS_URL"),
                variables);
    }

    static Path home(Path checkout, Variables variables) {
        return variables
                .get("TOLLGATE_HOME")
                .map(home -> Path.of(home).toAbsolutePath().normalize())
                .orElse(checkout.resolve(".tollgate"));
    }

    int port(Service service) {
        return ports.getOrDefault(service, 0);
    }

    private static void refuseSharedPorts(Map<Service, Integer> ports) throws InvalidSettingsException {
        Map<Integer, String> users = new HashMap<>();
        for (Map.Entry<Service, Integer> entry : ports.entrySet()) {
            int port = entry.getValue();
            String variable = entry.getKey().portVariable();
            refuseShared(users, port, variable);
            refuseShared(users, Service.managementPort(port), variable + " + 1000 (management)");
        }
    }

    private static void refuseShared(Map<Integer, String> users, int port, String user)
            throws InvalidSettingsException {
        String other = users.putIfAbsent(port, user);
        if (other != null) {
            throw new InvalidSettingsException(
                    "Port " + port + " is asked for twice: by " + other + " and by " + user + ". Change one of them.");
        }
    }

    private static Optional<String> adminKey(Variables variables) throws InvalidSettingsException {
        Optional<String> key = variables.get("TOLLGATE_ADMIN_KEY");
        if (key.isPresent() && !key.get().matches(ADMIN_KEY_FORM)) {
            throw new InvalidSettingsException(
                    "TOLLGATE_ADMIN_KEY must be sk-admin- and 32 to 191 more characters without spaces");
        }
        return key;
    }

    private static Optional<Path> routes(Variables variables) throws InvalidSettingsException {
        Optional<Path> routes =
                variables.get("TOLLGATE_CONFIG").map(file -> Path.of(file).toAbsolutePath());
        if (routes.isPresent() && !Files.isReadable(routes.get())) {
            throw new InvalidSettingsException("TOLLGATE_CONFIG names a file that cannot be read: " + routes.get());
        }
        return routes;
    }
}
