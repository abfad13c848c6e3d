package io.tollgate.trainer.learn;

/**
 * A text's features, of length 1.
 *
 * @param buckets ascending
 * @param values one for each bucket
 */
@SuppressWarnings("ArrayRecordComponent") // two of them are never compared
public record SparseVector(int[] buckets, double[] values) {

    /** The product with one weight per bucket. */
    public double dot(double[] weights) {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += weights[buckets[i]] * values[i];
        }
        return sum;
    }

    /** The same features, each times its bucket's factor; its length is then whatever it becomes. */
    public SparseVector times(double[] factors) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = values[i] * factors[buckets[i]];
        }
        return new SparseVector(buckets, scaled);
    }
}
