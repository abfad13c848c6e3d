package io.tollgate.billing.drill;

import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.local.process.Ports;
import io.tollgate.local.testing.RunningServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own. */
final class ServiceProcess implements AutoCloseable {

    private static final Ports PORTS = new Ports();

    private static final int END_SECONDS = 20;

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** @param environment what it is told beyond where its servers are */
    static ServiceProcess start(RunningServers servers, Map<String, String> environment) {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Written by the first process that ends in order: the many starts after it take half of the time.
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + Path.of("target", "drill.jsa").toAbsolutePath(),
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString());
        servers.configuration()
                .forEach((key, value) -> command.environment()
                        .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        command.environment().put("QUARKUS_HTTP_PORT", Integer.toString(freePort()));
        command.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(freePort()));
        // The least that a broker allows: whoever was killed is waited for that long.
        command.environment().put("MP_MESSAGING_INCOMING_USAGE_IN_SESSION_TIMEOUT_MS", "6000");
        command.environment().put("TOLLGATE_ADMIN_KEY", BillingProfile.ADMIN_KEY);
        command.environment().putAll(environment);
        try {
            return new ServiceProcess(command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Path.of("target", "drill.log").toFile()))
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException("the packaged service cannot be started", failure);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** In order: a consumer that leaves its group is not waited for, as one that was killed is. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException stopping) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try {
            return PORTS.pick();
        } catch (IOException failure) {
            throw new UncheckedIOException("no port is free", failure);
        }
    }
}
