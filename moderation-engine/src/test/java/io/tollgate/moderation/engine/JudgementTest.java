package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.moderation.engine.classify.Head;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {

    private static final double TINY = 1e-6;

    @ParameterizedTest
    @ValueSource(floats = {0.05f, 0.3f, 0.5f, 0.9f, 0.999f, 1})
    void shouldReachThresholdExactlyWhereClassifierMayBlock(float block) {
        // When
        double below = Judgement.score(Math.nextDown((double) block), block);
        double at = Judgement.score(block, block);

        // Then
        assertThat(below).isLessThan(Assessment.FLAG_THRESHOLD);
        assertThat(at).isGreaterThanOrEqualTo(Assessment.FLAG_THRESHOLD);
        assertThat(Judgement.score(1, block)).isEqualTo(1);
    }

    @Test
    void shouldNeverReachThresholdWhereClassifierMayNotBlock() {
        // When
        double[] scores = scores(null);

        // Then: the probability as it is, then ever less of it
        assertThat(scores[30]).isEqualTo(0.3);
        assertThat(scores[100]).isCloseTo(0.499, within(TINY));
        assertThat(scores).isSorted();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.05f, 0.3f, 0.5f, 0.9f, 1})
    void shouldKeepOrderOfProbabilities(float block) {
        // When
        double[] scores = scores(block);

        // Then
        assertThat(scores).isSorted().startsWith(0);
        assertThat(DoubleStream.of(scores).distinct()).hasSize(scores.length);
    }

    @Test
    void shouldHaveNoHeadForMinors() {
        // When
        List<String> heads = Classifier.load().heads().stream().map(Head::name).toList();

        // Then: told by rule alone
        assertThat(heads)
                .contains("hate", "harassment", "sexual", "self-harm", "violence")
                .doesNotContain(Category.SEXUAL_MINORS.wireName());
    }

    private static double[] scores(@Nullable Float block) {
        return IntStream.rangeClosed(0, 100)
                .mapToDouble(percent -> Judgement.score(percent / 100.0, block))
                .toArray();
    }
}
