package io.tollgate.trainer.learn;

/** A weight per bucket, and a bias. Sums of linear functions are linear, so that a stack of models becomes a single one. */
@SuppressWarnings("ArrayRecordComponent") // two of them are never compared
public record LinearFunction(double[] weights, double bias) {

    public static LinearFunction zero() {
        return new LinearFunction(new double[Vectoriser.BUCKETS], 0);
    }

    public double at(SparseVector text) {
        return text.dot(weights) + bias;
    }

    public LinearFunction plus(double factor, LinearFunction other) {
        double[] sum = weights.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other.weights[i];
        }
        return new LinearFunction(sum, bias + factor * other.bias);
    }

    public LinearFunction times(double factor) {
        return zero().plus(factor, this);
    }

    /** This function moved and stretched so that its values at these texts have mean 0 and variance 1. */
    public LinearFunction standardised(Iterable<SparseVector> texts) {
        int count = 0;
        double sum = 0;
        double squares = 0;
        for (SparseVector text : texts) {
            double value = at(text);
            count++;
            sum += value;
            squares += value * value;
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(squares / count - mean * mean, 1e-12));
        LinearFunction scaled = times(1 / deviation);
        return new LinearFunction(scaled.weights, scaled.bias - mean / deviation);
    }
}
