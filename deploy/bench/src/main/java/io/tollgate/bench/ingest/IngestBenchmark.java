package io.tollgate.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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
    private static final int CHECKPOINTS = 5;
    private static final int MOST_UNDER_WAY = 20_000;
    private static final int SLICE = 500;
    private static final int APPLY_RATE = 1_000;
    private static final int APPLY_WARM_UP = 5;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

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
                Database database = new Database(servers);
                database.createOrganizations(organizations);
                IngestBenchmark benchmark = new IngestBenchmark(billing, servers, feed);
                benchmark.saturate(warmUp, seconds);
                feed.flush();
                benchmark.awaitCommitted(feed.sent());
                database.createBudgets(organizations);
                System.out.println(new ApplyLag(servers.setting("kafka.bootstrap.servers"), feed)
                        .measure(APPLY_RATE, APPLY_WARM_UP, Math.clamp(seconds / 2, 10, 60)));
                benchmark.awaitCommitted(feed.sent());
            }
            catchUp(checkout, servers, feed, outage);
            verify(new Database(servers), feed.sent());
        }
    }

    private void saturate(int warmUp, int seconds) throws IOException, InterruptedException, SQLException {
        System.out.println("checkpoint | " + Reading.TITLES);
        System.out.println("warm-up | " + run(warmUp));
        for (int checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint++) {
            System.out.println(checkpoint + " | " + run(Math.max(1, seconds / CHECKPOINTS)));
        }
    }

    private String run(int seconds) throws IOException, InterruptedException, SQLException {
        Reading before = Reading.take(billing, servers);
        long end = before.nanos() + TimeUnit.SECONDS.toNanos(seconds);
        double committed = Reading.committed(before.figures());
        long looked = before.nanos();
        while (System.nanoTime() < end) {
            if (feed.sent() - committed < MOST_UNDER_WAY) {
                feed.send(SLICE);
            } else {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (System.nanoTime() - looked > LOOK_NANOS) {
                committed = Reading.committed(billing.figures());
                looked = System.nanoTime();
            }
        }
        return Reading.take(billing, servers).since(before);
    }

    private static void catchUp(Path checkout, Servers servers, UsageFeed feed, int outage)
            throws IOException, InterruptedException {
        feed.send(outage);
        feed.flush();
        long started = System.nanoTime();
        try (BillingProcess billing = BillingProcess.start(checkout, servers, PORT)) {
            double ready = secondsSince(started);
            // Those that were committed before it stopped are duplicates now and not counted here.
            new IngestBenchmark(billing, servers, feed).awaitCommitted(outage);
            double took = secondsSince(started);
            System.out.printf(
                    "catch-up: %d events %.1f s after the start of the process, which was ready after %.1f s: %.0f events/s%n",
                    outage, took, ready, outage / took);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** By its metrics: counting the rows would take time from what is measured. */
    private void awaitCommitted(long events) throws InterruptedException, IOException {
        while (Reading.committed(billing.figures()) < events) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void verify(Database database, long sent) throws SQLException {
        List<String> problems = new ArrayList<>();
        long rows = database.ask("SELECT count(*) FROM usage_event");
        if (rows != sent) {
            problems.add("rows " + rows + ", sent " + sent);
        }
        long transfers = database.ask("SELECT count(*) FROM ledger_transfer");
        if (transfers != 2 * sent) {
            problems.add("transfers " + transfers + ", expected " + 2 * sent);
        }
        long difference = database.ask(
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
}
