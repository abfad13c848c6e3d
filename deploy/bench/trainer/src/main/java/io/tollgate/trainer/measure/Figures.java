package io.tollgate.trainer.measure;

import io.tollgate.trainer.measure.Bootstrap.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is reported of a category, as cells of a table. */
public final class Figures {

    /** The columns of {@link #row}. */
    public static final String HEADER = """
            | category | texts | positive | AUPRC | recall at 1 % FPR | recall at 5 % FPR |
            |---|---:|---:|---|---|---|
            """;

    private static final double ONE_PERCENT = 0.01;
    private static final double FIVE_PERCENT = 0.05;

    private Figures() {}

    /** A line of the table: each figure with its 95 % interval. */
    public static String row(String category, List<Scored> texts) {
        Ranking ranking = new Ranking(texts);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %s | %s | %s |\n",
                category,
                texts.size(),
                ranking.positives(),
                figure(texts, Ranking::averagePrecision),
                figure(texts, drawn -> drawn.recallAt(ONE_PERCENT)),
                figure(texts, drawn -> drawn.recallAt(FIVE_PERCENT)));
    }

    private static String figure(List<Scored> texts, ToDoubleFunction<Ranking> figure) {
        Ranking ranking = new Ranking(texts);
        if (ranking.positives() == 0) {
            return "none positive";
        }
        Interval interval = Bootstrap.interval(texts, figure);
        return String.format(
                Locale.ROOT, "%.3f (%.2f–%.2f)", figure.applyAsDouble(ranking), interval.low(), interval.high());
    }

    /** The share of the texts, positive or negative ones, that reach a threshold; NaN of none. */
    public static double share(List<Scored> texts, boolean positive, double threshold) {
        long all = texts.stream().filter(text -> text.positive() == positive).count();
        long taken = texts.stream()
                .filter(text -> text.positive() == positive && text.score() >= threshold)
                .count();
        return all == 0 ? Double.NaN : (double) taken / all;
    }

    /** Of the texts that reach a threshold, the share that is positive; NaN if none does. */
    public static double precision(List<Scored> texts, double threshold) {
        List<Scored> taken =
                texts.stream().filter(text -> text.score() >= threshold).toList();
        return taken.isEmpty()
                ? Double.NaN
                : (double) taken.stream().filter(Scored::positive).count() / taken.size();
    }

    /** How far probabilities are from what happens: ten groups of equal size, weighted mean of the distances. */
    public static double calibrationError(List<Scored> texts) {
        int groups = 10;
        List<Scored> sorted =
                texts.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
        double error = 0;
        for (int group = 0; group < groups; group++) {
            List<Scored> members = sorted.subList(group * sorted.size() / groups, (group + 1) * sorted.size() / groups);
            double expected = members.stream().mapToDouble(Scored::score).sum();
            double happened = members.stream().filter(Scored::positive).count();
            error += Math.abs(expected - happened) / texts.size();
        }
        return error;
    }
}
