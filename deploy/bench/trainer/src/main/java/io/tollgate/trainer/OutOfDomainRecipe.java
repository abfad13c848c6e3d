package io.tollgate.trainer;

import io.tollgate.trainer.learn.LinearFunction;
import io.tollgate.trainer.learn.LogisticRegression;
import io.tollgate.trainer.learn.LogisticRegression.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Regressions that never see a text of the home source: what to expect of texts unlike any that were trained on. Only measured. */
final class OutOfDomainRecipe implements Recipe {

    private static final LogisticRegression REGRESSION = new LogisticRegression(1, 10, 0.1);

    @Override
    public SequencedMap<String, LinearFunction> train(Corpus corpus, List<Integer> rows) {
        List<LinearFunction> functions = EnglishRecipe.CATEGORIES.parallelStream()
                .map(category -> REGRESSION
                        .fit(rows.stream()
                                .filter(row -> !EnglishRecipe.isHome(corpus, row)
                                        && corpus.text(row).isKnown(category))
                                .map(row -> new Example(
                                        corpus.vector(row),
                                        new double[0],
                                        corpus.text(row).is(category)))
                                .toList())
                        .function())
                .toList();
        SequencedMap<String, LinearFunction> byCategory = new LinkedHashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            byCategory.put(EnglishRecipe.CATEGORIES.get(i), functions.get(i));
        }
        return byCategory;
    }
}
