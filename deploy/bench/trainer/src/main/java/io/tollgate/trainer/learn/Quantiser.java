package io.tollgate.trainer.learn;

import io.tollgate.moderation.engine.classify.Head;
import io.tollgate.moderation.engine.classify.LinearModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/** Rounds functions to the run-time model: a signed byte per weight. */
public final class Quantiser {

    private static final int LARGEST = 127;
    /** The share of weights that are small enough to be told apart; the few larger ones are cut. */
    private static final double KEPT = 0.9998;

    private Quantiser() {}

    /** A model whose probabilities are not calibrated yet, and that neither flags nor blocks before certainty. */
    public static LinearModel model(
            String language, Vectoriser vectoriser, SequencedMap<String, LinearFunction> functions) {
        List<Head> heads = new ArrayList<>();
        List<byte[]> weights = new ArrayList<>();
        functions.forEach((name, function) -> {
            double[] products = new double[Vectoriser.BUCKETS];
            for (int bucket = 0; bucket < products.length; bucket++) {
                products[bucket] = function.weights()[bucket] * vectoriser.weight(bucket);
            }
            float scale = scale(products);
            heads.add(new Head(name, scale, (float) function.bias(), 1, 0, 1, null));
            weights.add(rounded(products, scale));
        });
        return LinearModel.of(language, heads, vectoriser.lengthScale(), weights, vectoriser.squaredLengths());
    }

    private static float scale(double[] products) {
        double[] sizes = Arrays.stream(products)
                .filter(product -> product != 0)
                .map(Math::abs)
                .sorted()
                .toArray();
        return (float) (sizes[(int) ((sizes.length - 1) * KEPT)] / LARGEST);
    }

    private static byte[] rounded(double[] products, float scale) {
        byte[] rounded = new byte[products.length];
        for (int bucket = 0; bucket < products.length; bucket++) {
            rounded[bucket] = (byte) Math.clamp(Math.round(products[bucket] / scale), -LARGEST, LARGEST);
        }
        return rounded;
    }
}
