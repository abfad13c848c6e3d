package io.tollgate.trainer.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.trainer.measure.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final double EXACT = 1e-12;

    /** Positive, negative, positive, negative, negative by falling score. */
    private static final List<Scored> TEXTS = List.of(
            new Scored(0.2, false),
            new Scored(0.9, true),
            new Scored(0.7, true),
            new Scored(0.8, false),
            new Scored(0.1, false));

    @Test
    void shouldMeasureRankingByHand() {
        // When
        Ranking ranking = new Ranking(TEXTS);

        // Then: precision 1 at the first positive text, 2/3 at the second
        assertThat(ranking.averagePrecision()).isCloseTo((1 + 2.0 / 3) / 2, within(EXACT));
        assertThat(ranking.recallAt(0)).isEqualTo(0.5);
        assertThat(ranking.recallAt(0.34)).isEqualTo(1);
        assertThat(ranking.thresholdAt(0.34)).isEqualTo(0.7);
    }

    @Test
    void shouldNotTellTextsOfEqualScoreApart() {
        // Given
        List<Scored> equal =
                List.of(new Scored(1, true), new Scored(1, false), new Scored(1, false), new Scored(1, true));

        // When
        Ranking ranking = new Ranking(equal);

        // Then: whatever the order of the list
        assertThat(ranking.averagePrecision()).isEqualTo(0.5);
        assertThat(ranking.recallAt(0.5)).isZero();
    }

    @Test
    void shouldAllowBlockOnlyWherePrecise() {
        // When
        Ranking ranking = new Ranking(TEXTS);

        // Then
        assertThat(ranking.thresholdAt(0.5, 0.9, 1)).hasValue(0.9);
        assertThat(ranking.thresholdAt(0.5, 0.6, 1)).hasValue(0.7);
        assertThat(ranking.thresholdAt(0.5, 0.9, 2)).isEmpty();
    }

    @Test
    void shouldPutFigureWithinItsInterval() {
        // Given
        List<Scored> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(new Scored((i * 37 % 100) + (i % 5 == 0 ? 30 : 0), i % 5 == 0));
        }

        // When
        Interval interval = Bootstrap.interval(many, Ranking::averagePrecision);

        // Then
        assertThat(new Ranking(many).averagePrecision()).isBetween(interval.low(), interval.high());
        assertThat(interval.high() - interval.low()).isBetween(0.02, 0.3);
        assertThat(Bootstrap.interval(many, Ranking::averagePrecision)).isEqualTo(interval);
    }
}
