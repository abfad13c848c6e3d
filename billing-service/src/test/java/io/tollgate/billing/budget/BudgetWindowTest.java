package io.tollgate.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.budget.BudgetPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BudgetWindowTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:30Z");
    private static final List<ZoneId> ZONES =
            new TreeSet<>(ZoneId.getAvailableZoneIds()).stream().map(ZoneId::of).toList();

    @Test
    void shouldCountTheCurrentHourAndThoseBeforeIt() {
        // Given
        BudgetWindow window = new BudgetWindow(BudgetInterval.ROLLING, ZoneOffset.UTC, 24);

        // When
        Instant start = window.startAt(NOW);

        // Then
        assertThat(start).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(window.rowAt(NOW))
                .isEqualTo(
                        new BudgetPeriod(Instant.parse("2026-11-22T10:00:00Z"), Instant.parse("2026-11-22T11:00:00Z")));
        assertThat(window.periodAt(NOW)).isEqualTo(window.periodAt(Instant.EPOCH));
    }

    @Test
    void shouldPartitionTimeIntoRowsForEveryIntervalInEveryZone() {
        assertThat(ZONES).hasSizeGreaterThanOrEqualTo(200);
        SplittableRandom random = new SplittableRandom(20261122);
        for (ZoneId zone : ZONES) {
            for (BudgetInterval interval : BudgetInterval.values()) {
                // Given
                BudgetWindow window = new BudgetWindow(
                        interval, zone, interval == BudgetInterval.ROLLING ? random.nextInt(1, 800) : 0);
                Instant instant = Instant.ofEpochSecond(random.nextLong(0, 2_840_000_000L));

                // When
                BudgetPeriod row = window.rowAt(instant);

                // Then
                assertThat(row.contains(instant))
                        .as("%s %s %s", zone, interval, instant)
                        .isTrue();
                assertThat(window.rowAt(row.start()))
                        .as("%s %s", zone, interval)
                        .isEqualTo(row);
                assertThat(window.rowAt(row.end().minusNanos(1)))
                        .as("%s %s", zone, interval)
                        .isEqualTo(row);
                assertThat(window.startAt(instant)).as("%s %s", zone, interval).isBeforeOrEqualTo(instant);
            }
        }
    }

    @Test
    void shouldReportOnceInEachStretchOfARollingWindowsLength() {
        // Given
        BudgetWindow window = new BudgetWindow(BudgetInterval.ROLLING, ZoneOffset.UTC, 5);

        // When
        Instant since = window.alertedSince(NOW);

        // Then
        assertThat(Duration.between(since, NOW)).isBetween(Duration.ZERO, Duration.ofHours(5));
        assertThat(window.alertedSince(since)).isEqualTo(since);
        assertThat(window.alertedSince(since.plus(Duration.ofHours(5)).minusNanos(1)))
                .isEqualTo(since);
        assertThat(window.alertedSince(since.plus(Duration.ofHours(5)))).isEqualTo(since.plus(Duration.ofHours(5)));
    }

    @Test
    void shouldRefuseHoursWhereNothingRolls() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BudgetWindow(BudgetInterval.MONTH, ZoneOffset.UTC, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BudgetWindow(BudgetInterval.ROLLING, ZoneOffset.UTC, 0));
    }
}
