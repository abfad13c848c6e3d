package io.tollgate.trainer;

import static io.tollgate.trainer.ChineseRecipe.HARASSMENT;

import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.measure.Figures;
import io.tollgate.trainer.measure.Ranking;
import io.tollgate.trainer.measure.Scored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** Trains and measures the Chinese model. */
final class ChineseTraining {

    private static final String TRAINING = "cold";
    private static final String DEVELOPMENT = "cold-dev";

    /** Of the negative texts, which are about race, region and gender themselves: everyday ones are hardly ever flagged. */
    private static final double FLAG = 0.08;

    private ChineseTraining() {}

    static Language train(List<LabelledText> texts, long seed) {
        Corpus corpus = new Corpus(
                texts.stream().filter(text -> text.language().equals("zh")).toList(), seed);
        Recipe recipe = new ChineseRecipe();
        LinearModel withoutDevelopment =
                Models.quantised(corpus, recipe.train(corpus, corpus.rows(text -> isOf(text, TRAINING))));
        OutOfFold development = OutOfFold.by(withoutDevelopment, corpus, corpus.rows(text -> isOf(text, DEVELOPMENT)));
        OutOfFold judged = OutOfFold.of(corpus, recipe);
        Calibrated calibrated = Calibrated.of(judged.scored(HARASSMENT, ChineseTraining::isCold), List.of())
                .flaggingAt(FLAG)
                .neverBlocking();
        SequencedMap<String, Calibrated> heads = new LinkedHashMap<>();
        heads.put(HARASSMENT, calibrated);
        LinearModel model = Calibrated.apply(Models.quantised(corpus, recipe.train(corpus, corpus.allRows())), heads);
        List<Scored> training = judged.scored(HARASSMENT, text -> isOf(text, TRAINING));
        return new Language(
                model,
                heads,
                figures(development.scored(HARASSMENT, text -> true), calibrated, new Ranking(training).bestCut()));
    }

    private static boolean isCold(LabelledText text) {
        return isOf(text, TRAINING) || isOf(text, DEVELOPMENT);
    }

    private static boolean isOf(LabelledText text, String source) {
        return text.source().equals(source);
    }

    private static String figures(List<Scored> development, Calibrated calibrated, double cut) {
        double recall = Figures.share(development, true, cut);
        double precision = Figures.precision(development, cut);
        double flag = calibrated.thresholds().flag();
        double flaggingMargin = calibrated.calibration().margin(flag);
        double flaggedRecall = Figures.share(development, true, flaggingMargin);
        double flaggedPrecision = Figures.precision(development, flaggingMargin);
        return """
                ## Chinese, offensive language

                """
                + Figures.HEADER
                + Figures.row("`cold-dev`, trained on `cold`", development)
                + Figures.row("`cold` and `cold-dev`, out of fold", calibrated.texts())
                + String.format(
                        Locale.ROOT,
                        """

                        - `cold-dev` at the cut that is best for `cold` out of fold: F1 **%.3f**, precision %.3f, recall %.3f.
                        - `cold-dev` at the flag's threshold: F1 **%.3f**, precision %.3f, recall %.3f.
                        - Flags from %.3f: recall %.2f, FPR %.3f out of fold. Never blocks: the set is of one place and time, and on texts that
                          people labelled one by one the precision of such models is known to fall far below 0.9.
                        - Calibration error %.3f.
                        - There are no Chinese labels of other categories: those are told by rule alone.

                        """,
                        harmonicMean(precision, recall),
                        precision,
                        recall,
                        harmonicMean(flaggedPrecision, flaggedRecall),
                        flaggedPrecision,
                        flaggedRecall,
                        flag,
                        Figures.share(calibrated.texts(), true, flag),
                        Figures.share(calibrated.texts(), false, flag),
                        Figures.calibrationError(calibrated.texts()));
    }

    private static double harmonicMean(double precision, double recall) {
        return 2 * precision * recall / (precision + recall);
    }
}
