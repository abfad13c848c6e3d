package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.trainer.learn.LinearFunction;
import io.tollgate.trainer.learn.Quantiser;
import java.util.SequencedMap;

/** From functions to the run-time model. */
final class Models {

    private Models() {}

    static LinearModel quantised(Corpus corpus, SequencedMap<String, LinearFunction> functions) {
        return Quantiser.model(corpus.texts().getFirst().language(), corpus.vectoriser(), functions);
    }
}
