package io.tollgate.trainer;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.data.LabelledTexts;
import io.tollgate.trainer.measure.Figures;
import io.tollgate.trainer.measure.Scored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Prints how good the built engine is on any labelled texts: the classifier by itself, and all detectors together. */
public final class Evaluate {

    private static final String USAGE = "usage: evaluate --texts FILE [--source NAME]";

    private final List<Judged> texts;

    /**
     * A text and what was found.
     *
     * @param probabilities what the classifier tells, 0 where it has no head
     */
    private record Judged(LabelledText text, Map<Category, Double> probabilities, Assessment assessment) {}

    private Evaluate(List<Judged> texts) {
        this.texts = texts;
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments, USAGE, List.of("texts", "source"));
        String source = options.values().get("source");
        List<LabelledText> texts = LabelledTexts.read(options.path("texts")).stream()
                .filter(text -> source == null || text.source().equals(source))
                .toList();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no text of the source " + source + " in " + options.path("texts"));
        }
        ModerationEngine engine = ModerationEngine.load();
        System.out.print(of(engine, Classifier.load(), texts));
    }

    static String of(ModerationEngine engine, Classifier classifier, List<LabelledText> texts) {
        Classifier.Scratch scratch = classifier.scratch();
        NormalisedText normalised = new NormalisedText();
        List<Judged> judged = new ArrayList<>();
        for (LabelledText text : texts) {
            normalised.read(text.text());
            classifier.classify(normalised.folded(), scratch);
            Map<Category, Double> probabilities = new EnumMap<>(Category.class);
            for (int i = 0; i < classifier.heads().size(); i++) {
                Category category =
                        Category.ofWireName(classifier.heads().get(i).name());
                probabilities.merge(category, scratch.probability(i), Math::max);
            }
            judged.add(new Judged(text, probabilities, engine.assess(text.text())));
        }
        return new Evaluate(judged).report(engine.version());
    }

    private String report(String version) {
        Set<Category> labelled = EnumSet.noneOf(Category.class);
        for (Category category : Category.values()) {
            if (texts.stream().anyMatch(judged -> judged.text().isKnown(category.wireName()))) {
                labelled.add(category);
            }
        }
        StringBuilder report = new StringBuilder("""
                # %s on %d texts

                Texts that the weights were trained on flatter them: see the data card.

                ## Classifier

                """.formatted(version, texts.size()));
        append(report, labelled, category -> judged -> judged.probabilities().getOrDefault(category, 0.0));
        report.append("\n## All detectors\n\n");
        append(
                report,
                labelled,
                category -> judged -> judged.assessment().scores().getOrDefault(category, 0.0));
        report.append("""

                ## Flags and blocks, all detectors

                | category | flagged: recall | precision | FPR | certain: recall | precision | FPR |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        for (Category category : labelled) {
            report.append("| ").append(category.wireName()).append(" | ");
            report.append(decisions(
                    category, judged -> judged.assessment().categories().contains(category)));
            report.append(
                    decisions(category, judged -> judged.assessment().certain().contains(category)));
            report.append('\n');
        }
        return report.append(harmless()).toString();
    }

    private void append(
            StringBuilder report, Set<Category> labelled, Function<Category, Function<Judged, Double>> scores) {
        report.append(Figures.HEADER);
        for (Category category : labelled) {
            report.append(Figures.row(category.wireName(), scored(category, scores.apply(category))));
        }
    }

    private List<Scored> scored(Category category, Function<Judged, Double> score) {
        return texts.stream()
                .filter(judged -> judged.text().isKnown(category.wireName()))
                .map(judged -> new Scored(score.apply(judged), judged.text().is(category.wireName())))
                .toList();
    }

    private String decisions(Category category, Predicate<Judged> taken) {
        List<Scored> decisions = scored(category, judged -> taken.test(judged) ? 1.0 : 0.0);
        return String.format(
                Locale.ROOT,
                "%.3f | %.3f | %.4f | ",
                Figures.share(decisions, true, 1),
                Figures.precision(decisions, 1),
                Figures.share(decisions, false, 1));
    }

    private String harmless() {
        List<Judged> harmless = texts.stream()
                .filter(judged -> !judged.text().labels().containsValue(true))
                .toList();
        long flagged = harmless.stream()
                .filter(judged -> judged.assessment().flagged())
                .count();
        long certain = harmless.stream()
                .filter(judged -> !judged.assessment().certain().isEmpty())
                .count();
        return String.format(
                Locale.ROOT,
                "%nOf %d texts with no positive label, %.2f %% are flagged in any category, and %.2f %% could be blocked.%n",
                harmless.size(),
                100.0 * flagged / Math.max(1, harmless.size()),
                100.0 * certain / Math.max(1, harmless.size()));
    }
}
