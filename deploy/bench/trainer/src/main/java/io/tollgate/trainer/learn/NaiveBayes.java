package io.tollgate.trainer.learn;

import io.tollgate.trainer.learn.LogisticRegression.Example;
import java.util.List;

/**
 * How much more often each feature stands in positive texts than in negative ones, as a logarithm: by it a regression is told where to
 * look before it has seen much.
 */
public final class NaiveBayes {

    private static final double SMOOTHING = 1;

    private NaiveBayes() {}

    /** A regression over features scaled by their ratios, as a function of the features as they are. */
    public static LinearFunction fit(List<Example> examples, LogisticRegression regression) {
        double[] ratios = logRatios(examples);
        List<Example> scaled = examples.stream()
                .map(example -> new Example(example.text().times(ratios), new double[0], example.positive()))
                .toList();
        LinearFunction function = regression.fit(scaled).function();
        double[] weights = function.weights().clone();
        for (int bucket = 0; bucket < weights.length; bucket++) {
            weights[bucket] *= ratios[bucket];
        }
        return new LinearFunction(weights, function.bias());
    }

    private static double[] logRatios(List<Example> examples) {
        double[] positive = new double[Vectoriser.BUCKETS];
        double[] negative = new double[Vectoriser.BUCKETS];
        double positives = 0;
        for (Example example : examples) {
            positives += example.positive() ? 1 : 0;
            double[] counts = example.positive() ? positive : negative;
            for (int bucket : example.text().buckets()) {
                counts[bucket]++;
            }
        }
        double negatives = examples.size() - positives;
        double[] ratios = new double[Vectoriser.BUCKETS];
        for (int bucket = 0; bucket < ratios.length; bucket++) {
            double inPositive = (positive[bucket] + SMOOTHING) / (positives + 2 * SMOOTHING);
            double inNegative = (negative[bucket] + SMOOTHING) / (negatives + 2 * SMOOTHING);
            if (positive[bucket] + negative[bucket] > 0) {
                ratios[bucket] = StrictMath.log(inPositive / inNegative);
            }
        }
        return ratios;
    }
}
