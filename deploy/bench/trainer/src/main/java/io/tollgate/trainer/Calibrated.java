package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.Head;
import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.trainer.learn.Calibration;
import io.tollgate.trainer.learn.Calibration.Point;
import io.tollgate.trainer.measure.Ranking;
import io.tollgate.trainer.measure.Scored;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a head's margins become probabilities, and where it flags and blocks; all of it from texts out of fold.
 *
 * @param texts probabilities of the texts that the calibration was made from
 * @param benign probabilities of everyday texts
 * @param thresholds as probabilities
 */
record Calibrated(Calibration calibration, List<Scored> texts, List<Scored> benign, Thresholds thresholds) {

    static Calibrated of(List<Scored> margins, List<Scored> benignMargins) {
        Calibration calibration = Calibration.of(margins.stream()
                .map(text -> new Point(text.score(), text.positive()))
                .toList());
        List<Scored> texts = probabilities(calibration, margins);
        List<Scored> benign = probabilities(calibration, benignMargins);
        return new Calibrated(calibration, texts, benign, Thresholds.of(texts, benign));
    }

    /** The same, with a flag that takes this share of the negative texts. */
    Calibrated flaggingAt(double falsePositiveRate) {
        double flag = new Ranking(texts).thresholdAt(falsePositiveRate);
        Double block = thresholds.block();
        return new Calibrated(
                calibration, texts, benign, new Thresholds(flag, block == null ? null : Math.max(flag, block)));
    }

    /** The same, of a head that is not to be trusted with blocking whatever the figures say. */
    Calibrated neverBlocking() {
        return new Calibrated(calibration, texts, benign, new Thresholds(thresholds.flag(), null));
    }

    private static List<Scored> probabilities(Calibration calibration, List<Scored> margins) {
        return margins.stream()
                .map(text -> new Scored(calibration.probability(text.score()), text.positive()))
                .toList();
    }

    /** The model with what was found of each of its heads. */
    static LinearModel apply(LinearModel model, Map<String, Calibrated> byHead) {
        return model.withHeads(model.heads().stream()
                .map(head -> Objects.requireNonNull(byHead.get(head.name()), head.name())
                        .of(head))
                .toList());
    }

    private Head of(Head head) {
        Double block = thresholds.block();
        return new Head(
                head.name(),
                head.scale(),
                head.bias(),
                (float) calibration.slope(),
                (float) calibration.offset(),
                (float) thresholds.flag(),
                block == null ? null : (Float) block.floatValue());
    }
}
