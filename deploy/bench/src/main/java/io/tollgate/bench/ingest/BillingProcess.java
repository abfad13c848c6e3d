package io.tollgate.bench.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A billing-service of its own. */
final class BillingProcess implements AutoCloseable {

    static final String ADMIN_KEY = "sk-admin-benchmark-0123456789abcdef0123456789abcdef";

    private static final Duration START_BOUND = Duration.ofMinutes(3);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private BillingProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on a port and the next, and returns when it is ready. */
    static BillingProcess start(Path checkout, Servers servers, int port) throws IOException, InterruptedException {
        Path log = checkout.resolve("deploy/bench/target/billing-service.log");
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-jar",
                checkout.resolve("billing-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
        Map<String, String> environment = new HashMap<>();
        servers.configuration().forEach((key, value) -> environment.put(variable(key), value));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.setting("kafka.bootstrap.servers"));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port + 1));
        environment.put("TOLLGATE_ADMIN_KEY", ADMIN_KEY);
        command.environment().putAll(environment);
        BillingProcess billing = new BillingProcess(
                command.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                port);
        long deadline = System.nanoTime() + START_BOUND.toNanos();
        while (!billing.isReady()) {
            if (System.nanoTime() > deadline || !billing.process.isAlive()) {
                billing.process.destroyForcibly();
                throw new IOException("billing-service did not become ready; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return billing;
    }

    long pid() {
        return process.pid();
    }

    /** The figures it publishes now. */
    Figures figures() throws IOException, InterruptedException {
        return Figures.parse(get(port + 1, "/q/metrics", ADMIN_KEY).body());
    }

    HttpResponse<String> get(String path, String adminKey) throws IOException, InterruptedException {
        return get(port, path, adminKey);
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get(port + 1, "/q/health/ready", ADMIN_KEY).statusCode() == 200;
        } catch (IOException notListening) {
            return false;
        }
    }

    private HttpResponse<String> get(int at, String path, String adminKey) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                .header("Authorization", "Bearer " + adminKey)
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
