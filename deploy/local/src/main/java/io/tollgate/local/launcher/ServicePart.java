package io.tollgate.local.launcher;

import io.tollgate.local.process.HttpProbe;
import io.tollgate.local.process.JavaCommand;
import io.tollgate.local.process.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the services, from its production package.
 *
 * @param environment what it is given beside the environment of the launcher
 */
record ServicePart(Service service, Path jar, int port, Map<String, String> environment) implements Part {
    ServicePart {
        environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return service.directory();
    }

    /** Without a path. */
    String url() {
        return "http://localhost:" + port;
    }

    @Override
    public ProcessBuilder command() {
        List<String> line = new ArrayList<>();
        line.add(JavaCommand.executable());
        line.addAll(service.flags());
        line.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
        ProcessBuilder command = new ProcessBuilder(line);
        command.environment().putAll(environment);
        command.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        command.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Service.managementPort(port)));
        // A suite on one machine is nobody else's business, unless its owner says so.
        command.environment().putIfAbsent("QUARKUS_HTTP_HOST", "127.0.0.1");
        command.environment().putIfAbsent("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        return command;
    }

    @Override
    public boolean isReady() {
        return HttpProbe.isOk("http://127.0.0.1:" + Service.managementPort(port) + "/q/health/ready");
    }

    /** Long enough for the streams that are promised an end. */
    @Override
    public Duration stopDeadline() {
        return Duration.ofSeconds(30);
    }
}
