package io.tollgate.trainer;

import io.tollgate.trainer.learn.LinearFunction;
import java.util.List;
import java.util.SequencedMap;

/** A way from texts to functions of a text, one for each head of a model. */
interface Recipe {

    /** @param rows of the corpus that may be looked at */
    SequencedMap<String, LinearFunction> train(Corpus corpus, List<Integer> rows);
}
