package io.tollgate.trainer;

import io.tollgate.trainer.learn.LinearFunction;
import io.tollgate.trainer.learn.LogisticRegression;
import io.tollgate.trainer.learn.LogisticRegression.Example;
import io.tollgate.trainer.learn.NaiveBayes;
import io.tollgate.trainer.learn.SparseVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Offensive language, told by a regression over the features and one over the features scaled by their Naive Bayes ratio. */
final class ChineseRecipe implements Recipe {

    static final String HARASSMENT = "harassment";

    private static final LogisticRegression PLAIN = new LogisticRegression(4, 1, 0.01);
    private static final LogisticRegression RATIOS = new LogisticRegression(0.5, 1, 0.01);

    @Override
    public SequencedMap<String, LinearFunction> train(Corpus corpus, List<Integer> rows) {
        List<Example> examples = rows.stream()
                .filter(row -> corpus.text(row).isKnown(HARASSMENT))
                .map(row -> new Example(
                        corpus.vector(row), new double[0], corpus.text(row).is(HARASSMENT)))
                .toList();
        List<SparseVector> vectors = examples.stream().map(Example::text).toList();
        LinearFunction plain = PLAIN.fit(examples).function().standardised(vectors);
        LinearFunction byRatios = NaiveBayes.fit(examples, RATIOS).standardised(vectors);
        SequencedMap<String, LinearFunction> functions = new LinkedHashMap<>();
        functions.put(HARASSMENT, plain.plus(1, byRatios).standardised(vectors));
        return functions;
    }
}
