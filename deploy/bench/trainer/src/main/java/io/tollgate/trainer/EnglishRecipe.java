package io.tollgate.trainer;

import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.learn.LinearFunction;
import io.tollgate.trainer.learn.LogisticRegression;
import io.tollgate.trainer.learn.LogisticRegression.Example;
import io.tollgate.trainer.learn.LogisticRegression.Fit;
import io.tollgate.trainer.learn.NaiveBayes;
import io.tollgate.trainer.learn.SparseVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * A stack. Below, one regression per foreign source and category. Above, for each category, a regression over the texts of the home
 * source that sees their features and, made small, what the foreign ones say: pooled with the home texts, foreign ones do harm. For
 * some categories, half of the result is a regression over features scaled by their Naive Bayes ratio, which is better at rare words.
 */
final class EnglishRecipe implements Recipe {

    /** The texts whose labels mean what the categories mean; beside them, the project's own harmless ones count as such. */
    static final String HOME = "openai-1680";

    private static final String ALL = "all";
    private static final List<String> HOMES = List.of(HOME, Harmless.SOURCE);

    private static final LogisticRegression FOREIGN = new LogisticRegression(1, 10, 0.1);
    private static final LogisticRegression RATIOS = new LogisticRegression(4, 3, 0.01);
    private static final List<String> BENIGN_COMPANY = List.of("rtp", "hh-benign");

    /**
     * How a category is learnt.
     *
     * @param stacked how large a foreign margin is made, standardised ones being 1
     * @param ratios whether the regression over scaled features has a share
     * @param foreign sources whose margin has a share of its own: of what they have far more positive texts than the home source
     */
    private record Plan(String category, double cost, double stacked, boolean ratios, List<String> foreign) {}

    private static final List<Plan> PLANS = List.of(
            new Plan("hate", 4, 0.05, true, List.of()),
            new Plan("harassment", 1, 0.1, false, List.of(ALL)),
            new Plan("sexual", 4, 0.05, true, List.of()),
            new Plan("self-harm", 4, 0.05, true, List.of()),
            new Plan("violence", 1, 0.1, false, List.of(ALL, "toxic-spans")));

    /** The categories that it learns, in order. */
    static final List<String> CATEGORIES = PLANS.stream().map(Plan::category).toList();

    /** A foreign regression: texts, and the category to tell. */
    private record Foreign(String name, Predicate<LabelledText> texts, String category) {}

    private static final List<Foreign> FOREIGN_HEADS = List.of(
            of("toxic-spans", "hate"),
            of("toxic-spans", "harassment"),
            of("toxic-spans", "violence"),
            of("convabuse", "hate"),
            of("convabuse", "harassment"),
            of("convabuse", "sexual"),
            of("ailuminate", "hate"),
            of("ailuminate", "sexual"),
            of("ailuminate", "self-harm"),
            of("ailuminate", "violence"),
            prompts("hate"),
            prompts("harassment"),
            prompts("sexual"),
            prompts("violence"),
            all("hate"),
            all("harassment"),
            all("sexual"),
            all("self-harm"),
            all("violence"));

    private static Foreign of(String source, String category) {
        return new Foreign(source, text -> text.source().equals(source), category);
    }

    private static Foreign prompts(String category) {
        return new Foreign("prompts", text -> BENIGN_COMPANY.contains(text.source()), category);
    }

    private static Foreign all(String category) {
        return new Foreign(ALL, text -> !HOMES.contains(text.source()), category);
    }

    @Override
    public SequencedMap<String, LinearFunction> train(Corpus corpus, List<Integer> rows) {
        List<SparseVector> home = rows.stream()
                .filter(row -> isHome(corpus, row))
                .map(corpus::vector)
                .toList();
        List<LinearFunction> foreign = FOREIGN_HEADS.parallelStream()
                .map(head -> foreign(corpus, rows, head).standardised(home))
                .toList();
        List<LinearFunction> functions = PLANS.parallelStream()
                .map(plan -> stacked(corpus, rows, plan, foreign))
                .toList();
        SequencedMap<String, LinearFunction> byCategory = new LinkedHashMap<>();
        for (int i = 0; i < PLANS.size(); i++) {
            byCategory.put(PLANS.get(i).category(), functions.get(i));
        }
        // A threat against someone is both: there are too few of them to learn from alone.
        byCategory.put("hate/threatening", both(byCategory, "hate", home));
        byCategory.put("harassment/threatening", both(byCategory, "harassment", home));
        return byCategory;
    }

    private static LinearFunction both(
            SequencedMap<String, LinearFunction> byCategory, String against, List<SparseVector> home) {
        LinearFunction violence = Objects.requireNonNull(byCategory.get("violence"));
        return Objects.requireNonNull(byCategory.get(against)).plus(1, violence).standardised(home);
    }

    static boolean isHome(Corpus corpus, int row) {
        return HOMES.contains(corpus.text(row).source());
    }

    private static LinearFunction foreign(Corpus corpus, List<Integer> rows, Foreign head) {
        List<Example> examples = rows.stream()
                .filter(row -> head.texts().test(corpus.text(row)))
                .filter(row -> corpus.text(row).isKnown(head.category()))
                .map(row -> example(corpus, row, head.category(), List.of(), 0))
                .toList();
        return FOREIGN.fit(examples).function();
    }

    private static LinearFunction stacked(Corpus corpus, List<Integer> rows, Plan plan, List<LinearFunction> foreign) {
        List<Example> examples = rows.stream()
                .filter(row -> isHome(corpus, row) && corpus.text(row).isKnown(plan.category()))
                .map(row -> example(corpus, row, plan.category(), foreign, plan.stacked()))
                .toList();
        List<SparseVector> vectors = examples.stream().map(Example::text).toList();
        Fit fit = new LogisticRegression(plan.cost(), 3, 0.01).fit(examples);
        LinearFunction function = fit.function();
        for (int i = 0; i < foreign.size(); i++) {
            function = function.plus(fit.factors()[i] * plan.stacked(), foreign.get(i));
        }
        LinearFunction shares = function.standardised(vectors);
        if (plan.ratios()) {
            shares = shares.plus(1, NaiveBayes.fit(examples, RATIOS).standardised(vectors));
        }
        for (int i = 0; i < foreign.size(); i++) {
            Foreign head = FOREIGN_HEADS.get(i);
            if (head.category().equals(plan.category()) && plan.foreign().contains(head.name())) {
                shares = shares.plus(1, foreign.get(i));
            }
        }
        return shares.standardised(vectors);
    }

    private static Example example(Corpus corpus, int row, String category, List<LinearFunction> foreign, double size) {
        SparseVector vector = corpus.vector(row);
        double[] stacked = foreign.stream()
                .mapToDouble(function -> size * function.at(vector))
                .toArray();
        return new Example(vector, stacked, corpus.text(row).is(category));
    }
}
