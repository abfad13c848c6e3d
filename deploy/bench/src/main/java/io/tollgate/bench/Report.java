package io.tollgate.bench;

import io.tollgate.bench.load.Latencies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The result as Markdown: what was measured where, the medians, and every round they are the medians of. */
final class Report {
    private final Machine machine;
    private final Options options;
    private final List<String> flags;
    private final Outcome outcome;
    private final StringBuilder text = new StringBuilder();

    /** @param flags the command line's options, as they were given */
    Report(Machine machine, Options options, List<String> flags, Outcome outcome) {
        this.machine = machine;
        this.options = options;
        this.flags = List.copyOf(flags);
        this.outcome = outcome;
    }

    String markdown(LocalDate date) {
        line("# Benchmark of %s, %d cores", date, machine.cores());
        line("");
        list("These figures must not be used:", outcome.objections());
        list("Note:", outcome.remarks());
        settings();
        for (Measurement measurement : outcome.measurements()) {
            scenario(measurement);
        }
        whole();
        return text.toString();
    }

    private void list(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        line("**%s**", title);
        line("");
        items.forEach(item -> line("- %s", item));
        line("");
    }

    private void settings() {
        line("| | |");
        line("|---|---|");
        line("| Command | `deploy/bench/run%s` |", flags.isEmpty() ? "" : " " + String.join(" ", flags));
        line("| Commit | %s |", machine.commit());
        line("| Machine | %d cores, %s, %s |", machine.cores(), machine.processor(), machine.system());
        line("| Load average before | %.2f |", machine.load());
        line("| JDK | %s |", machine.jdk());
        line(
                "| Cores | %s |",
                options.pinned()
                        ? "chat-service (and each peer, one at a time) on the first, everything else on the others"
                        : "shared by chat-service, load generator, upstream, Kafka, PostgreSQL, Redis, billing, moderation");
        line(
                "| Phases | %d rounds of %d s directly, then %d s through the gateway; %d s of warm-up each way before |",
                options.rounds(), options.seconds(), options.seconds(), options.warmUpSeconds());
        line(
                "| Stages | all on: access, hard budget in Redis, guard (block, %d characters), durable metering,"
                        + " 1 %% of traces sampled and exported |",
                ChatBody.CHARACTERS);
        line("");
    }

    private void scenario(Measurement measurement) {
        List<Column> columns =
                switch (measurement.scenario()) {
                    case SATURATION -> {
                        line("## Plain chat, full load");
                        line("");
                        line(
                                "Closed loop, %d connections, an upstream that answers at once; latency from the actual send time.",
                                options.connections());
                        yield saturation();
                    }
                    case PLAIN -> {
                        line("## Plain chat, %d requests/s", options.ratePerSecond());
                        line("");
                        line(
                                "Open loop, upstream of %d ms; latency from the intended send time.",
                                options.firstByteMillis());
                        yield plain();
                    }
                    case STREAM -> {
                        line("## Streamed chat, %d streams/s", options.streamsPerSecond());
                        line("");
                        line(
                                "Open loop, first chunk after %d ms, %d chunks at %d ms; chunk delay from each chunk's ideal time.",
                                options.firstByteMillis(), options.chunks(), options.chunkMillis());
                        yield stream();
                    }
                    case LARGE -> {
                        line(
                                "## Plain chat with a picture of %d KiB, %d requests/s",
                                options.largeKibibytes(), options.largePerSecond());
                        line("");
                        line(
                                "Open loop, upstream of %d ms; latency from the intended send time.",
                                options.firstByteMillis());
                        yield plain();
                    }
                };
        line("");
        table(measurement, columns);
        if (!options.peers().isEmpty()) {
            text.append(new PeerTable(measurement, options.peers()).markdown()).append('\n');
        }
    }

    private record Column(String title, int decimals, ToDoubleFunction<Round> figure) {}

    private static List<Column> saturation() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("requests/s", 0, round -> round.gateway().ratePerSecond()));
        columns.add(new Column("requests/s directly", 0, round -> round.direct().ratePerSecond()));
        columns.addAll(cost());
        columns.add(new Column(
                "p50 ms", 2, round -> millis(round.gateway().latency().p50())));
        columns.add(new Column(
                "p99 ms", 2, round -> millis(round.gateway().latency().p99())));
        return columns;
    }

    private static List<Column> plain() {
        List<Column> columns = new ArrayList<>(added("added"));
        columns.addAll(cost());
        columns.addAll(lag());
        return columns;
    }

    private static List<Column> stream() {
        List<Column> columns = new ArrayList<>(added("first chunk, added"));
        columns.add(new Column("chunk delay, added p50 ms", 2, round -> round.addedChunkDelayMillis(Latencies::p50)));
        columns.add(new Column("p99 ms", 2, round -> round.addedChunkDelayMillis(Latencies::p99)));
        columns.add(new Column("p99.9 ms", 2, round -> round.addedChunkDelayMillis(Latencies::p999)));
        columns.add(new Column("CPU ms per 1,000 chunks", 1, Round::cpuMillisPerThousandChunks));
        columns.addAll(cost());
        columns.addAll(lag());
        return columns;
    }

    private static List<Column> added(String what) {
        return List.of(
                new Column(what + " p50 ms", 2, round -> round.addedMillis(Latencies::p50)),
                new Column("p99 ms", 2, round -> round.addedMillis(Latencies::p99)),
                new Column("p99.9 ms", 2, round -> round.addedMillis(Latencies::p999)));
    }

    private static List<Column> cost() {
        return List.of(
                new Column("CPU ms per 1,000 requests", 1, Round::cpuMillisPerThousandRequests),
                new Column("requests per CPU second", 0, Round::requestsPerCpuSecond));
    }

    /** How far the figures may be the generator's own doing. */
    private static List<Column> lag() {
        return List.of(
                new Column(
                        "directly p99 ms",
                        2,
                        round -> millis(round.direct().latency().p99())),
                new Column(
                        "generator late p99 ms",
                        2,
                        round -> millis(Math.max(
                                round.direct().lag().p99(),
                                round.gateway().lag().p99()))));
    }

    private void table(Measurement measurement, List<Column> columns) {
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        StringBuilder median = new StringBuilder("| **median** |");
        for (Column column : columns) {
            head.append(' ').append(column.title()).append(" |");
            rule.append("---|");
            median.append(" **")
                    .append(cell(column, measurement.median(column.figure())))
                    .append("** |");
        }
        line("%s", head);
        line("%s", rule);
        line("%s", median);
        int number = 0;
        for (Round round : measurement.rounds()) {
            StringBuilder row = new StringBuilder("| round ").append(++number).append(" |");
            columns.forEach(column -> row.append(' ')
                    .append(cell(column, column.figure().applyAsDouble(round)))
                    .append(" |"));
            line("%s", row);
        }
        line("");
        line("%d requests failed.", measurement.failed());
        line("");
    }

    private void whole() {
        line("## The whole run");
        line("");
        line("- chat-service's peak RSS: %d MiB", outcome.peakRssMebibytes());
        line(
                "- Requests answered through the gateway, warm-up included: %d; attempts in the ledger: %d (waited for up to %d s after each phase)",
                outcome.answered(), outcome.inLedger(), outcome.ledgerWait().toSeconds());
        line("- Batches of sampled spans exported: %d", outcome.traceExports());
    }

    private static String cell(Column column, double value) {
        return String.format(Locale.ROOT, "%." + column.decimals() + "f", value);
    }

    private static double millis(long micros) {
        return micros / 1_000.0;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that nothing else here needs
    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
