package io.tollgate.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code deploy/local/up} and {@code down}, for a suite of its own.
 *
 * @param environment settings of the suite
 */
record Scripts(Path checkout, Path home, Map<String, String> environment) {
    /** A first start builds the services. */
    private static final Duration BOUND = Duration.ofMinutes(15);

    Scripts {
        environment = Map.copyOf(environment);
    }

    void up() throws IOException, InterruptedException {
        run("up", "--detach");
    }

    void down() throws IOException, InterruptedException {
        run("down");
    }

    private void run(String script, String... arguments) throws IOException, InterruptedException {
        Path output = home.resolveSibling(home.getFileName() + "-" + script + ".log");
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(
                        checkout.resolve("deploy/local").resolve(script).toString())
                .redirectErrorStream(true)
                // A file, because processes that outlive the script may keep its output open.
                .redirectOutput(output.toFile());
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().keySet().removeIf(Scripts::decidesWhatIsMeasured);
        builder.environment().putAll(environment);
        builder.environment().put("TOLLGATE_HOME", home.toString());
        Process process = builder.start();
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException("deploy/local/" + script + " did not end within " + BOUND + ", see " + output);
        }
        if (process.exitValue() != 0) {
            throw new IOException("deploy/local/" + script + " failed with " + process.exitValue() + ":\n"
                    + Files.readString(output));
        }
    }

    /** Settings of whoever runs the benchmark must not switch a stage off, or a real provider on. */
    private static boolean decidesWhatIsMeasured(String variable) {
        return variable.startsWith("TOLLGATE_")
                || variable.startsWith("QUARKUS_")
                || variable.startsWith("OTEL_")
                || variable.endsWith("_API_KEY")
                || variable.equals("KAFKA_BOOTSTRAP_SERVERS")
                || variable.equals("REDIS_URL");
    }
}
