package io.tollgate.trainer.learn;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * L2-regularised logistic regression over a text's features and the values of other functions of it. The same texts in the same
 * order give the same function, bit for bit: the solver's random order has a fixed seed.
 *
 * @param cost how much an error costs against the size of the weights
 * @param maxPositiveWeight a positive text counts as the root of negatives by positives, at most this
 * @param tolerance at which the solver stops
 */
public record LogisticRegression(double cost, double maxPositiveWeight, double tolerance) {

    private static final long SEED = 1;

    /** A text with its label, and the values of the functions below it in the stack. */
    @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
    public record Example(SparseVector text, double[] stacked, boolean positive) {}

    /**
     * @param function of the text's features
     * @param factors of the functions below
     */
    @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
    public record Fit(LinearFunction function, double[] factors) {}

    public Fit fit(List<Example> examples) {
        int stacked = examples.getFirst().stacked().length;
        int[] buckets = examples.stream()
                .flatMapToInt(example -> Arrays.stream(example.text().buckets()))
                .distinct()
                .sorted()
                .toArray();
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = buckets.length + stacked + 1;
        problem.bias = -1;
        problem.x = new Feature[problem.l][];
        problem.y = new double[problem.l];
        for (int i = 0; i < problem.l; i++) {
            problem.x[i] = features(examples.get(i), buckets);
            problem.y[i] = examples.get(i).positive() ? 1 : 0;
        }
        double[] weights = solve(problem);
        double[] all = new double[Vectoriser.BUCKETS];
        for (int i = 0; i < buckets.length; i++) {
            all[buckets[i]] = weights[i];
        }
        double[] factors = Arrays.copyOfRange(weights, buckets.length, buckets.length + stacked);
        return new Fit(new LinearFunction(all, weights[weights.length - 1]), factors);
    }

    private double[] solve(Problem problem) {
        Linear.disableDebugOutput();
        double positives = Arrays.stream(problem.y).sum();
        if (positives == 0 || positives == problem.l) {
            throw new IllegalArgumentException(
                    "needs positive and negative texts, got " + (int) positives + " positive of " + problem.l);
        }
        double positiveWeight = Math.min(maxPositiveWeight, Math.sqrt((problem.l - positives) / positives));
        Parameter parameter = new Parameter(SolverType.L2R_LR_DUAL, cost, tolerance);
        parameter.setWeights(new double[] {positiveWeight, 1}, new int[] {1, 0});
        parameter.setRandom(new Random(SEED));
        Model model = Linear.train(problem, parameter);
        double[] weights = model.getFeatureWeights();
        if (model.getLabels()[0] == 1) {
            return weights;
        }
        return Arrays.stream(weights).map(weight -> -weight).toArray();
    }

    private static Feature[] features(Example example, int[] buckets) {
        int[] own = example.text().buckets();
        double[] stacked = example.stacked();
        Feature[] features = new Feature[own.length + stacked.length + 1];
        int next = 0;
        for (int i = 0; i < own.length; i++) {
            features[next++] = new FeatureNode(
                    Arrays.binarySearch(buckets, own[i]) + 1, example.text().values()[i]);
        }
        for (int i = 0; i < stacked.length; i++) {
            features[next++] = new FeatureNode(buckets.length + i + 1, stacked[i]);
        }
        features[next] = new FeatureNode(buckets.length + stacked.length + 1, 1);
        return features;
    }
}
