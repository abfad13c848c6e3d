package io.tollgate.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Feeds usage into Kafka as fast as billing-service commits it, and tells how fast that is, what it costs, and whether every
 * event became exactly one row. Then lets events pile up while billing-service is away, and measures how it catches up.
 */
public final class IngestBenchmark {

    private static final int PORT = 18_482;
    private static final int MOST_UNDER_WAY = 20_000;
    private static final int SLICE = 500;
    private static final String COMMITTED = "billing_usage_events_total";
    private static final String COMMIT = "billing_commit_duration_seconds";
    private static final String LAG = "billing_usage_lag_seconds";

    private final BillingProcess billing;
    private final Servers servers;
    private final UsageFeed feed;

    private IngestBenchmark(BillingProcess billing, Servers servers, UsageFeed feed) {
        this.billing = billing;
        this.servers = servers;
        this.feed = feed;
    }

    /** Arguments: the checkout, seconds to measure, seconds to warm up, organizations, events of the outage. */
    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int warmUp = Integer.parseInt(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        int outage = Integer.parseInt(arguments[4]);
        List<String> organizations = IntStream.range(0, count)
                .mapToObj(index -> "org_bench_" + index)
                .toList();
        try (Servers servers = Servers.start(checkout);
                UsageFeed feed = new UsageFeed(servers.setting("kafka.bootstrap.servers"), organizations)) {
            try (BillingProcess billing = BillingProcess.start(checkout, servers, PORT)) {
                create(servers, organizations);
                IngestBenchmark benchmark = new IngestBenchmark(billing, servers, feed);
                System.out.println("warming up: " + benchmark.run(warmUp));
                System.out.println(
                        "checkpoint | events/s | commit p99 ms | lag p99 ms | CPU us/event billing | servers");
                for (int checkpoint = 1; checkpoint <= 5; checkpoint++) {
                    System.out.println(checkpoint + " | " + benchmark.run(Math.max(1, seconds / 5)));
                }
                benchmark.drain();
            }
            feed.send(outage);
            feed.flush();
            long started = System.nanoTime();
            try (BillingProcess billing = BillingProcess.start(checkout, servers, PORT)) {
                new IngestBenchmark(billing, servers, feed).awaitRows();
                double took = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1_000.0;
                System.out.printf(
                        "catch-up: %d events %.1f s after the start of the process, %.0f events/s, start included%n",
                        outage, took, outage / took);
            }
            verify(servers, feed.sent());
        }
    }

    private String run(int seconds) throws IOException, InterruptedException {
        Figures before = billing.figures();
        Duration billingBefore = CpuTime.of(billing.pid());
        Duration serversBefore = CpuTime.of(servers.pid());
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        double base = before.sum(COMMITTED);
        double committed = base;
        long looked = started;
        while (System.nanoTime() < end) {
            if (feed.sent() - committed < MOST_UNDER_WAY) {
                feed.send(SLICE);
            } else {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (System.nanoTime() - looked > TimeUnit.MILLISECONDS.toNanos(250)) {
                committed = billing.figures().sum(COMMITTED);
                looked = System.nanoTime();
            }
        }
        Figures after = billing.figures();
        double events = after.sum(COMMITTED) - base;
        double took = (System.nanoTime() - started) / 1e9;
        return "%.0f | %.1f | %.0f | %.0f | %.0f"
                .formatted(
                        events / took,
                        after.p99Millis(COMMIT, before),
                        after.p99Millis(LAG, before),
                        CpuTime.of(billing.pid()).minus(billingBefore).toNanos() / 1e3 / events,
                        CpuTime.of(servers.pid()).minus(serversBefore).toNanos() / 1e3 / events);
    }

    private void drain() throws InterruptedException, SQLException {
        feed.flush();
        awaitRows();
    }

    private void awaitRows() throws InterruptedException, SQLException {
        while (rows(servers) < feed.sent()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void verify(Servers servers, long sent) throws SQLException {
        List<String> problems = new ArrayList<>();
        long rows = rows(servers);
        if (rows != sent) {
            problems.add("rows " + rows + ", sent " + sent);
        }
        long transfers = ask(servers, "SELECT count(*) FROM ledger_transfer");
        if (transfers != 2 * sent) {
            problems.add("transfers " + transfers + ", expected " + 2 * sent);
        }
        long difference = ask(
                servers,
                "SELECT (SELECT sum(charge_pico) FROM usage_event) - (SELECT sum(charge_pico) FROM usage_hour)");
        if (difference != 0) {
            problems.add("roll-up differs by " + difference);
        }
        System.out.println(
                problems.isEmpty() ? "every event is one row: " + rows : "NOT FIT: " + String.join("; ", problems));
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static long rows(Servers servers) throws SQLException {
        return ask(servers, "SELECT count(*) FROM usage_event");
    }

    private static void create(Servers servers, List<String> organizations) throws SQLException {
        try (Connection connection = connect(servers);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO organization (id, name, created_at) VALUES (?, 'bench', now())")) {
            for (String organization : organizations) {
                insert.setString(1, organization);
                insert.execute();
            }
        }
    }

    private static long ask(Servers servers, String sql) throws SQLException {
        try (Connection connection = connect(servers);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect(Servers servers) throws SQLException {
        return DriverManager.getConnection(
                servers.setting("quarkus.datasource.jdbc.url"),
                servers.setting("quarkus.datasource.username"),
                servers.setting("quarkus.datasource.password"));
    }
}
