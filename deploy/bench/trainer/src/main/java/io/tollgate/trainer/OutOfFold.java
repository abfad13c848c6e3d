package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.measure.Scored;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The margin of every text by a model that has seen neither it nor a near-duplicate of it. The model is the run-time one, rounded
 * weights and windows included.
 */
final class OutOfFold {

    private final Corpus corpus;
    private final List<String> heads;
    private final double[][] margins;

    private OutOfFold(Corpus corpus, List<String> heads, double[][] margins) {
        this.corpus = corpus;
        this.heads = heads;
        this.margins = margins;
    }

    static OutOfFold of(Corpus corpus, Recipe recipe) {
        double[][] margins = new double[corpus.texts().size()][];
        List<String> heads = List.of();
        for (int fold = 0; fold < Corpus.FOLDS; fold++) {
            int left = fold;
            List<Integer> rows = corpus.allRows().stream()
                    .filter(row -> corpus.fold(row) != left)
                    .toList();
            LinearModel model = Models.quantised(corpus, recipe.train(corpus, rows));
            heads = model.heads().stream().map(head -> head.name()).toList();
            List<Integer> others = corpus.allRows().stream()
                    .filter(row -> corpus.fold(row) == left)
                    .toList();
            judge(corpus, others, model, margins);
        }
        return new OutOfFold(corpus, heads, margins);
    }

    /** The margins of these rows by one model, which must not have seen them. */
    static OutOfFold by(LinearModel model, Corpus corpus, List<Integer> rows) {
        double[][] margins = new double[corpus.texts().size()][];
        judge(corpus, rows, model, margins);
        return new OutOfFold(
                corpus, model.heads().stream().map(head -> head.name()).toList(), margins);
    }

    private static void judge(Corpus corpus, List<Integer> rows, LinearModel model, double[][] margins) {
        Classifier classifier = new Classifier(List.of(model));
        Classifier.Scratch scratch = classifier.scratch();
        NormalisedText text = new NormalisedText();
        for (int row : rows) {
            text.read(corpus.text(row).text());
            classifier.classify(text.folded(), scratch);
            margins[row] = IntStream.range(0, model.heads().size())
                    .mapToDouble(scratch::probability)
                    .map(OutOfFold::margin)
                    .toArray();
        }
    }

    /** The model is not calibrated: slope 1, offset 0. A text without any known feature is no reason for anything. */
    private static double margin(double probability) {
        double smallest = 1e-12;
        double bounded = Math.clamp(probability, smallest, 1 - smallest);
        return StrictMath.log(bounded / (1 - bounded));
    }

    List<String> heads() {
        return heads;
    }

    /** The margins of those texts that fulfil a condition, were judged, and whose label is known. */
    List<Scored> scored(String head, Predicate<LabelledText> condition) {
        int index = heads.indexOf(head);
        return corpus.rows(text -> condition.test(text) && text.isKnown(head)).stream()
                .filter(row -> margins[row] != null)
                .map(row -> new Scored(margins[row][index], corpus.text(row).is(head)))
                .toList();
    }
}
