package io.tollgate.bench.ingest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Asks billing-service for 31 days of one organization's usage, over a year of roll-ups of many organizations, through its own
 * API: the statement is the one that it runs, and the time is what a caller waits.
 */
public final class RollUpBenchmark {

    private static final int PORT = 18_582;
    private static final int DAYS = 31;
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> QUERIES = new TreeMap<>(Map.of(
            "usage by model", "/v1/organization/usage/completions?bucket_width=1d&group_by=model",
            "costs by line item", "/v1/organization/costs?group_by=line_item",
            "usage by API key (hourly rows)",
                    "/v1/organization/usage/completions?bucket_width=1d&group_by=api_key_id"));

    private final BillingProcess billing;
    private final RollUpYear year;
    private final SplittableRandom random = new SplittableRandom(7);

    private RollUpBenchmark(BillingProcess billing, RollUpYear year) {
        this.billing = billing;
        this.year = year;
    }

    /** Arguments: the checkout, rows of the hourly roll-up, organizations, questions of each kind. */
    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        int questions = Integer.parseInt(arguments[3]);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        RollUpYear year = RollUpYear.of(
                Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]), today.minusDays(RollUpYear.DAYS));
        try (Servers servers = Servers.start(checkout);
                BillingProcess billing = BillingProcess.start(checkout, servers, PORT)) {
            Database database = new Database(servers);
            long started = System.nanoTime();
            try (Connection connection = database.connect()) {
                year.fill(connection);
            }
            System.out.printf(
                    "%d rows by the hour, %d by the day, of %d organizations, %d series each; filled in %d s; %d MiB%n",
                    database.ask("SELECT count(*) FROM usage_hour_sum"),
                    database.ask("SELECT count(*) FROM usage_day_sum"),
                    year.organizations(),
                    year.series(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started),
                    database.ask("SELECT pg_database_size(current_database()) / 1048576"));
            RollUpBenchmark benchmark = new RollUpBenchmark(billing, year);
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                benchmark.ask(query.getValue(), year.organizations());
                servers.restart("postgresql");
                benchmark.awaitDatabase();
                System.out.println(query.getKey() + ", PostgreSQL just started: "
                        + benchmark.measure(query.getValue(), questions));
                System.out.println(query.getKey() + ", again: " + benchmark.measure(query.getValue(), questions));
            }
        }
    }

    /** Of as many organizations, in no order, each with 31 days that end somewhere in the year. */
    private String measure(String query, int questions) throws IOException, InterruptedException {
        Histogram micros = new Histogram(3);
        for (int question = 0; question < questions; question++) {
            long started = System.nanoTime();
            ask(query, 1 + random.nextInt(year.organizations()));
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started));
        }
        return "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, of %d"
                .formatted(
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getMaxValue() / 1e3,
                        questions);
    }

    private void ask(String query, int organization) throws IOException, InterruptedException {
        LocalDate from = year.first().plusDays(random.nextInt(RollUpYear.DAYS - DAYS));
        String path = query + "&limit=" + DAYS + "&start_time="
                + from.atStartOfDay().toEpochSecond(ZoneOffset.UTC) + "&end_time="
                + from.plusDays(DAYS).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        HttpResponse<String> answer = billing.get(path, RollUpYear.key(organization));
        if (answer.statusCode() != OK || !answer.body().contains("\"results\":[{")) {
            throw new IOException(path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** The service notices that its connections are gone with the first question. */
    private void awaitDatabase() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int answered = 0;
        while (answered < 5) {
            try {
                HttpResponse<String> answer = billing.get("/v1/organization/projects?limit=1", RollUpYear.key(1));
                answered = answer.statusCode() == OK ? answered + 1 : 0;
            } catch (IOException notYet) {
                answered = 0;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("billing-service does not find PostgreSQL again");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
