package io.tollgate.e2e.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Another billing-service on the same database, in a consumer group of its own: it reads every topic from the beginning. */
public final class SecondBilling implements AutoCloseable {

    private final Process process;

    private SecondBilling(Process process) {
        this.process = process;
    }

    public static SecondBilling start(Suite suite, String group) throws IOException {
        ProcessHandle first = ProcessHandle.of(suite.pid("billing-service"))
                .orElseThrow(() -> new IllegalStateException("billing-service does not run"));
        Path jar = Path.of(System.getProperty("tollgate.root"), "billing-service/target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(first.info().command().orElse("java"), "-Xmx256m", "-jar", jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(suite.logs().resolve("billing-again.log").toFile());
        builder.environment().putAll(environmentOf(first));
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT", Suite.freePort(),
                        "QUARKUS_MANAGEMENT_PORT", Suite.freePort(),
                        "MP_MESSAGING_INCOMING_USAGE_IN_GROUP_ID", group));
        return new SecondBilling(builder.start());
    }

    /** What the launcher gave the first one: servers and keys. */
    private static Map<String, String> environmentOf(ProcessHandle process) throws IOException {
        String environment = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        return Arrays.stream(environment.split("\0"))
                .map(variable -> variable.split("=", 2))
                .filter(variable -> variable.length == 2)
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the second billing-service did not stop");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
