package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.measure.Figures;
import io.tollgate.trainer.measure.Scored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/** Trains and measures the English model. */
final class EnglishTraining {

    /** Texts as people and assistants write them every day; of these, the ones that are negative in all categories. */
    private static final Set<String> EVERYDAY = Set.of("hh-benign", "ailuminate", "convabuse", Harmless.SOURCE);

    private EnglishTraining() {}

    static Language train(List<LabelledText> texts, long seed) {
        Corpus corpus = new Corpus(
                texts.stream()
                        .filter(text -> text.language().equals("en"))
                        .map(EnglishTraining::withThreats)
                        .toList(),
                seed);
        Recipe recipe = new EnglishRecipe();
        OutOfFold judged = OutOfFold.of(corpus, recipe);
        SequencedMap<String, Calibrated> heads = new LinkedHashMap<>();
        for (String head : judged.heads()) {
            heads.put(head, Calibrated.of(judged.scored(head, EnglishTraining::isHome), benign(judged, head)));
        }
        LinearModel model = Calibrated.apply(Models.quantised(corpus, recipe.train(corpus, corpus.allRows())), heads);
        return new Language(model, heads, outOfFold(heads) + outOfDomain(corpus));
    }

    private static LabelledText withThreats(LabelledText text) {
        return text.withBoth("hate/threatening", "hate", "violence")
                .withBoth("harassment/threatening", "harassment", "violence");
    }

    private static boolean isHome(LabelledText text) {
        return text.source().equals(EnglishRecipe.HOME);
    }

    private static List<Scored> benign(OutOfFold judged, String head) {
        return judged
                .scored(
                        head,
                        text -> EVERYDAY.contains(text.source())
                                && EnglishRecipe.CATEGORIES.stream().noneMatch(text::is))
                .stream()
                .filter(text -> !text.positive())
                .toList();
    }

    private static String outOfFold(SequencedMap<String, Calibrated> heads) {
        StringBuilder figures = new StringBuilder("""
                ## English, out of fold

                The texts of `%s`, each judged by a run-time model that has seen neither it nor a near-duplicate of it. A text counts in the
                categories in which it is labelled. 95 %% intervals by bootstrap.

                """.formatted(EnglishRecipe.HOME));
        figures.append(Figures.HEADER);
        heads.forEach((head, calibrated) -> figures.append(Figures.row(head, calibrated.texts())));
        figures.append("""

                What the thresholds do with the same texts, and with everyday ones (also out of fold):

                | category | flags from | recall | FPR | everyday FPR | blocks from | recall | precision | FPR | everyday FPR | calibration error |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                """);
        heads.forEach((head, calibrated) -> figures.append(thresholds(head, calibrated)));
        return figures.append('\n').toString();
    }

    private static String thresholds(String head, Calibrated calibrated) {
        List<Scored> texts = calibrated.texts();
        double flag = calibrated.thresholds().flag();
        Double block = calibrated.thresholds().block();
        String flags = String.format(
                Locale.ROOT,
                "%.3f | %.2f | %.3f | %.4f",
                flag,
                Figures.share(texts, true, flag),
                Figures.share(texts, false, flag),
                Figures.share(calibrated.benign(), false, flag));
        String blocks = block == null
                ? "never | | | | "
                : String.format(
                        Locale.ROOT,
                        "%.3f | %.2f | %.3f | %.4f | %.4f",
                        block,
                        Figures.share(texts, true, block),
                        Figures.precision(texts, block),
                        Figures.share(texts, false, block),
                        Figures.share(calibrated.benign(), false, block));
        return String.format(
                Locale.ROOT, "| %s | %s | %s | %.3f |\n", head, flags, blocks, Figures.calibrationError(texts));
    }

    private static String outOfDomain(Corpus corpus) {
        OutOfFold judged = OutOfFold.of(corpus, new OutOfDomainRecipe());
        StringBuilder figures = new StringBuilder("""
                ## English, out of domain

                The same texts, judged by regressions trained on the other sources alone: nearer to what texts unlike all of these will see.

                """);
        figures.append(Figures.HEADER);
        judged.heads().forEach(head -> figures.append(Figures.row(head, judged.scored(head, EnglishTraining::isHome))));
        return figures.append('\n').toString();
    }
}
