package io.tollgate.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.moderation.engine.classify.Features;
import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.moderation.engine.text.NormalisedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantiserTest {

    private static final List<String> TEXTS = List.of(
            "the first text, with some words of its own",
            "the second text, which shares words with the first",
            "a third one: 一二三四五六 and words 123",
            "the first text again, 一二三四五");

    private final NormalisedText normalised = new NormalisedText();
    private final Features features = new Features();

    @Test
    void shouldGiveMarginsOfTheFunctionsWithinRounding() {
        // Given
        Vectoriser vectoriser = new Vectoriser(TEXTS.stream().map(this::buckets).toList());
        SequencedMap<String, LinearFunction> functions = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(7);
        for (String name :
                List.of("hate", "harassment", "sexual", "self-harm", "violence", "illicit", "violence/graphic")) {
            double[] weights = IntStream.range(0, Vectoriser.BUCKETS)
                    .mapToDouble(bucket -> random.nextDouble() - 0.5)
                    .toArray();
            functions.put(name, new LinearFunction(weights, random.nextDouble()));
        }

        // When
        LinearModel model = Quantiser.model("en", vectoriser, functions);

        // Then
        for (String text : TEXTS) {
            SparseVector vector = vectoriser.vector(buckets(text));
            double[] margins = new double[LinearModel.MAX_HEADS];
            read(text);
            assertThat(model.margins(features, margins, new int[LinearModel.MAX_HEADS + 1]))
                    .isTrue();
            List<LinearFunction> exact = new ArrayList<>(functions.values());
            for (int head = 0; head < exact.size(); head++) {
                assertThat(margins[head]).isCloseTo(exact.get(head).at(vector), within(0.05));
            }
        }
    }

    private int[] buckets(String text) {
        read(text);
        return IntStream.range(0, features.count()).map(features::bucket).toArray();
    }

    private void read(String text) {
        normalised.read(text);
        features.read(normalised.folded(), 0, normalised.folded().length());
    }
}
