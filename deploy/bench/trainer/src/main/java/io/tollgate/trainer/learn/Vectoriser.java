package io.tollgate.trainer.learn;

import io.tollgate.moderation.engine.classify.Features;
import java.util.Arrays;
import java.util.List;

/**
 * Weighs features by how rare they are, and normalises. The square of a feature's weight is rounded as it will be at run time, so that
 * training and use agree. A feature of a single text is left out.
 */
public final class Vectoriser {

    public static final int BUCKETS = 1 << Features.BITS;

    private static final int LARGEST = 255;
    private static final int MIN_TEXTS = 2;

    private final int[] squaredLengths = new int[BUCKETS];
    private final float lengthScale;

    /** @param texts the distinct buckets of each */
    public Vectoriser(List<int[]> texts) {
        int[] frequencies = new int[BUCKETS];
        for (int[] buckets : texts) {
            for (int bucket : buckets) {
                frequencies[bucket]++;
            }
        }
        double rarest = rarity(texts.size(), MIN_TEXTS);
        lengthScale = (float) (rarest * rarest / LARGEST);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (frequencies[bucket] >= MIN_TEXTS) {
                double rarity = rarity(texts.size(), frequencies[bucket]);
                squaredLengths[bucket] = Math.clamp(Math.round(rarity * rarity / lengthScale), 1, LARGEST);
            }
        }
    }

    private static double rarity(int texts, int frequency) {
        return StrictMath.log((1.0 + texts) / (1.0 + frequency)) + 1;
    }

    public int[] squaredLengths() {
        return squaredLengths;
    }

    public float lengthScale() {
        return lengthScale;
    }

    /** What a feature of this bucket weighs before the text is normalised; 0 if it is unknown. */
    public double weight(int bucket) {
        return Math.sqrt(squaredLengths[bucket] * (double) lengthScale);
    }

    public SparseVector vector(int[] distinctBuckets) {
        int[] known = Arrays.stream(distinctBuckets)
                .filter(bucket -> squaredLengths[bucket] > 0)
                .sorted()
                .toArray();
        double squaredLength = 0;
        for (int bucket : known) {
            squaredLength += squaredLengths[bucket] * (double) lengthScale;
        }
        double[] values = new double[known.length];
        for (int i = 0; i < known.length; i++) {
            values[i] = weight(known[i]) / Math.sqrt(squaredLength);
        }
        return new SparseVector(known, values);
    }
}
