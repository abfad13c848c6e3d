package io.tollgate.moderation.engine.classify;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a model tells about a text.
 *
 * @param name the wire name of a category
 * @param scale what one step of a weight is worth
 * @param bias added to the weighted sum; the two make the margin
 * @param slope of the calibration, positive: the probability is {@code 1 / (1 + exp(-(slope * margin + offset)))}
 * @param offset of the calibration
 * @param flag probability from which on the text is flagged
 * @param block probability from which on the classifier alone may block, or null if its precision does not allow that
 */
public record Head(
        String name,
        float scale,
        float bias,
        float slope,
        float offset,
        float flag,
        @Nullable Float block) {

    public Head {
        if (!(scale > 0) || !(slope > 0) || !Float.isFinite(bias) || !Float.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "the head " + name + " needs finite parameters and a positive scale and slope");
        }
        if (!(flag > 0 && flag <= 1) || (block != null && !(block >= flag && block <= 1))) {
            throw new IllegalArgumentException(
                    "the head " + name + " needs 0 < flag <= block <= 1, got " + flag + " and " + block);
        }
    }

    double probability(double margin) {
        return 1 / (1 + StrictMath.exp(-(slope * margin + offset)));
    }
}
