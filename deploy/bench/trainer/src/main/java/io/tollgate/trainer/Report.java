package io.tollgate.trainer;

import java.util.List;

/** The committed report, without anything that differs from one training to the next. */
final class Report {

    private Report() {}

    static String of(List<Language> languages, long seed) {
        StringBuilder report = new StringBuilder("""
                # How good the classifier is

                Written by `deploy/bench/trainer/train` with seed %d; made of the texts that the models' data card names. Nothing here is a figure
                of the shipped weights on texts they were trained on: every text was judged by a model that had not seen it.

                """.formatted(seed));
        languages.forEach(language -> report.append(language.figures()));
        return report.append("""
                        ## Reading the figures

                        - With 27 to 91 positive texts the intervals are wide. Another split into folds moves the AUPRC by two to five points.
                        - A linear model over n-grams knows words, not who does what to whom: it cannot tell a depiction of violence from a call for it,
                          nor a person asking for help from one asking for a method. That is the judge's work, and why most categories only flag.
                        - Thresholds: a flag takes at most 2 % of the negative texts and 0.5 % of everyday ones (assistants' harmless answers, harmless
                          requests, turns to chat bots, harmless texts of harmful words); a block at most 1 % and 0.5 %, and only with a precision of
                          at least 0.9 over at least 30 texts.
                        - Probabilities are calibrated to these texts, of which up to a quarter are positive. Where harm is rarer, so is what a given
                          probability means.
                        """).toString();
    }
}
