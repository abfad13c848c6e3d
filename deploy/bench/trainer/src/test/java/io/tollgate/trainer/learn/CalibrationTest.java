package io.tollgate.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.trainer.learn.Calibration.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void shouldFindWhatMarginsWereDrawnFrom() {
        // Given
        Calibration drawnFrom = new Calibration(1.7, -2);
        SplittableRandom random = new SplittableRandom(1);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double margin = random.nextDouble() * 6 - 3;
            points.add(new Point(margin, random.nextDouble() < drawnFrom.probability(margin)));
        }

        // When
        Calibration found = Calibration.of(points);

        // Then
        assertThat(found.slope()).isCloseTo(1.7, within(0.1));
        assertThat(found.offset()).isCloseTo(-2, within(0.1));
    }

    @Test
    void shouldRefuseMarginsThatPointTheWrongWay() {
        // Given
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            points.add(new Point(i, i % 3 == 0 && i < 60));
        }

        // When
        var calibrating = assertThatThrownBy(() -> Calibration.of(points));

        // Then
        calibrating.hasMessageContaining("slope");
    }
}
