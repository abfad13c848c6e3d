package io.tollgate.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** The load generator in a JVM of its own, so that neither what it measures nor the measuring disturbs the other's heap. */
public final class GeneratorProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter plans;
    private final BufferedReader results;

    private GeneratorProcess(Process process) {
        this.process = process;
        this.plans = process.outputWriter();
        this.results = process.inputReader();
    }

    public static GeneratorProcess start() throws IOException {
        return new GeneratorProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadGenerator.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Runs one phase and waits for its end.
     *
     * @throws IOException if the generator has died
     */
    public LoadResult run(LoadPlan plan) throws IOException {
        plans.write(JSON.writeValueAsString(plan));
        plans.newLine();
        plans.flush();
        String result = results.readLine();
        if (result == null) {
            throw new IOException("The load generator ended in the middle of " + plan);
        }
        return JSON.readValue(result, LoadResult.class);
    }

    @Override
    public void close() throws IOException {
        plans.close();
    }
}
