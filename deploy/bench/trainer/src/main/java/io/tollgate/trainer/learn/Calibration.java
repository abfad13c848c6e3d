package io.tollgate.trainer.learn;

import java.util.List;

/**
 * Turns a margin into a probability: {@code 1 / (1 + exp(-(slope * margin + offset)))}, by Platt's method with his smoothed targets.
 */
public record Calibration(double slope, double offset) {

    private static final int MAX_ROUNDS = 100;
    private static final double RIDGE = 1e-9;
    private static final double CLOSE = 1e-10;

    /** A margin, and whether its text is positive. */
    public record Point(double margin, boolean positive) {}

    /** The most likely calibration of margins of texts that the model has not seen; Newton's method. */
    public static Calibration of(List<Point> points) {
        double positives = points.stream().filter(Point::positive).count();
        double negatives = points.size() - positives;
        double high = (positives + 1) / (positives + 2);
        double low = 1 / (negatives + 2);
        double slope = 1;
        double offset = StrictMath.log((positives + 1) / (negatives + 1));
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double gradientSlope = 0;
            double gradientOffset = 0;
            double slopes = RIDGE;
            double offsets = RIDGE;
            double mixed = 0;
            for (Point point : points) {
                double probability = new Calibration(slope, offset).probability(point.margin());
                double error = probability - (point.positive() ? high : low);
                double weight = probability * (1 - probability);
                gradientSlope += error * point.margin();
                gradientOffset += error;
                slopes += weight * point.margin() * point.margin();
                offsets += weight;
                mixed += weight * point.margin();
            }
            double determinant = slopes * offsets - mixed * mixed;
            double stepSlope = (offsets * gradientSlope - mixed * gradientOffset) / determinant;
            double stepOffset = (slopes * gradientOffset - mixed * gradientSlope) / determinant;
            slope -= stepSlope;
            offset -= stepOffset;
            if (Math.abs(stepSlope) + Math.abs(stepOffset) < CLOSE) {
                break;
            }
        }
        if (!(slope > 0)) {
            throw new IllegalStateException(
                    "margins that fall as texts get worse cannot be calibrated: slope " + slope);
        }
        return new Calibration(slope, offset);
    }

    public double probability(double margin) {
        return 1 / (1 + StrictMath.exp(-(slope * margin + offset)));
    }

    /** The margin that has a probability. */
    public double margin(double probability) {
        return (StrictMath.log(probability / (1 - probability)) - offset) / slope;
    }
}
