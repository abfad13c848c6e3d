package io.tollgate.trainer.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Figures of how well scores put positive texts before negative ones. Texts of equal score are never told apart. */
public final class Ranking {

    /** What a threshold does: everything that scores at least this is taken. */
    private record Cut(double threshold, int positives, int negatives) {}

    private final List<Cut> cuts = new ArrayList<>();
    private int positives;
    private int negatives;

    public Ranking(List<Scored> texts) {
        List<Scored> worstFirst = texts.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        for (int i = 0; i < worstFirst.size(); i++) {
            Scored text = worstFirst.get(i);
            if (text.positive()) {
                positives++;
            } else {
                negatives++;
            }
            if (i + 1 == worstFirst.size() || worstFirst.get(i + 1).score() < text.score()) {
                cuts.add(new Cut(text.score(), positives, negatives));
            }
        }
    }

    public int positives() {
        return positives;
    }

    public int negatives() {
        return negatives;
    }

    /** Area under the curve of precision over recall, as average precision; NaN without a positive text. */
    public double averagePrecision() {
        double sum = 0;
        int before = 0;
        for (Cut cut : cuts) {
            sum += (cut.positives() - before) * precision(cut);
            before = cut.positives();
        }
        return positives == 0 ? Double.NaN : sum / positives;
    }

    /** The share of positive texts taken by the lowest threshold that takes no more than this share of the negative ones. */
    public double recallAt(double falsePositiveRate) {
        int taken = 0;
        for (Cut cut : cuts) {
            if (cut.negatives() <= falsePositiveRate * negatives) {
                taken = cut.positives();
            }
        }
        return positives == 0 ? Double.NaN : (double) taken / positives;
    }

    /** The lowest threshold that takes no more than this share of the negative texts; above every score if there is none. */
    public double thresholdAt(double falsePositiveRate) {
        double threshold = cuts.isEmpty() ? 1 : Math.nextUp(cuts.getFirst().threshold());
        for (Cut cut : cuts) {
            if (cut.negatives() <= falsePositiveRate * negatives) {
                threshold = cut.threshold();
            }
        }
        return threshold;
    }

    /**
     * The lowest threshold that takes no more than this share of the negative texts, while at least this share of what it takes is
     * positive, and at least this many texts are.
     */
    public OptionalDouble thresholdAt(double falsePositiveRate, double precision, int minPositives) {
        OptionalDouble threshold = OptionalDouble.empty();
        for (Cut cut : cuts) {
            if (cut.negatives() <= falsePositiveRate * negatives
                    && precision(cut) >= precision
                    && cut.positives() >= minPositives) {
                threshold = OptionalDouble.of(cut.threshold());
            }
        }
        return threshold;
    }

    /** The threshold at which the harmonic mean of precision and recall is highest. */
    public double bestCut() {
        double best = 0;
        double threshold = Double.NaN;
        for (Cut cut : cuts) {
            double mean = 2.0 * cut.positives() / (cut.positives() + cut.negatives() + positives);
            if (mean > best) {
                best = mean;
                threshold = cut.threshold();
            }
        }
        return threshold;
    }

    private static double precision(Cut cut) {
        return (double) cut.positives() / (cut.positives() + cut.negatives());
    }
}
