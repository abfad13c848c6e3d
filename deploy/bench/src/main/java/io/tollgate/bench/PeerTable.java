package io.tollgate.bench;

import io.tollgate.bench.load.Latencies;
import io.tollgate.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** This gateway beside others: medians of the same rounds, and each system's CPU time as a multiple of the gateway's. */
final class PeerTable {
    private record Line(String name, String does, Function<Round, Phase> phase) {}

    private final Measurement measurement;
    private final List<Line> lines = new ArrayList<>();

    PeerTable(Measurement measurement, List<Peer> peers) {
        this.measurement = measurement;
        lines.add(new Line("Tollgate", "keys, budget, guard, durable metering", Round::through));
        peers.forEach(peer -> lines.add(new Line(peer.option(), peer.does(), round -> round.through(peer))));
    }

    String markdown() {
        boolean streamed = measurement.scenario() == Scenario.STREAM;
        StringBuilder text =
                new StringBuilder("| system | does | requests/s | CPU ms per 1,000 requests | of the gateway's |");
        text.append(
                        streamed
                                ? " CPU ms per 1,000 chunks | chunk delay, added p50 ms | p99 ms |"
                                : " added p50 ms | p99 ms |")
                .append(" failed |\n");
        text.append("|---|---|---|---|---|").append(streamed ? "---|" : "").append("---|---|---|\n");
        double gateway = measurement.median(Round::cpuMillisPerThousandRequests);
        for (Line line : lines) {
            double cpu = median(line, (round, phase) -> phase.cpuMillisPerThousandRequests());
            text.append("| ").append(line.name()).append(" | ").append(line.does());
            cell(text, 0, median(line, (round, phase) -> phase.load().ratePerSecond()));
            cell(text, 1, cpu);
            cell(text, 2, cpu / gateway);
            if (streamed) {
                cell(text, 1, median(line, Round::cpuMillisPerThousandChunks));
                cell(
                        text,
                        2,
                        median(line, (round, phase) -> round.addedChunkDelayMillis(phase.load(), Latencies::p50)));
                cell(
                        text,
                        2,
                        median(line, (round, phase) -> round.addedChunkDelayMillis(phase.load(), Latencies::p99)));
            } else {
                cell(text, 2, median(line, (round, phase) -> round.addedMillis(phase.load(), Latencies::p50)));
                cell(text, 2, median(line, (round, phase) -> round.addedMillis(phase.load(), Latencies::p99)));
            }
            text.append(" | ").append(failed(line)).append(" |\n");
        }
        return text.toString();
    }

    private interface Figure {
        double of(Round round, Phase phase);
    }

    private double median(Line line, Figure figure) {
        return measurement.median(round -> figure.of(round, line.phase().apply(round)));
    }

    private long failed(Line line) {
        return measurement.rounds().stream()
                .mapToLong(round -> line.phase().apply(round).load().failed())
                .sum();
    }

    private static void cell(StringBuilder text, int decimals, double value) {
        text.append(" | ").append(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }
}
