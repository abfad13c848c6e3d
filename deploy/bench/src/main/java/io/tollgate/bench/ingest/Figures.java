package io.tollgate.bench.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics in Prometheus's text format, as they stood at one time.
 *
 * @param values by name with labels, as written
 */
record Figures(Map<String, Double> values) {

    private static final double PERCENTILE = 0.99;

    Figures {
        values = Map.copyOf(values);
    }

    static Figures parse(String text) {
        Map<String, Double> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int separator = line.lastIndexOf(' ');
            if (separator > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, separator), Double.valueOf(line.substring(separator + 1)));
            }
        }
        return new Figures(values);
    }

    /** The sum over all series whose name begins so. */
    double sum(String prefix) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The upper bound, in milliseconds, of the histogram's bucket with the 99th percentile of what came since then. */
    double p99Millis(String histogram, Figures before) {
        TreeMap<Double, Double> cumulative = new TreeMap<>();
        values.forEach((name, value) -> {
            int bound = name.indexOf("le=\"");
            if (name.startsWith(histogram + "_bucket") && bound > 0) {
                String text = name.substring(bound + 4, name.indexOf('"', bound + 4));
                double upper = text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
                cumulative.merge(upper, value - before.values.getOrDefault(name, 0.0), Double::sum);
            }
        });
        if (cumulative.isEmpty()) {
            return Double.NaN;
        }
        double wanted = cumulative.lastEntry().getValue() * PERCENTILE;
        return cumulative.entrySet().stream()
                .filter(entry -> entry.getValue() >= wanted)
                .findFirst()
                .map(entry -> entry.getKey() * 1_000)
                .orElse(Double.NaN);
    }
}
