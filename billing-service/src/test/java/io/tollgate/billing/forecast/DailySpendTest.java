package io.tollgate.billing.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DailySpendTest {

    private static final YearMonth MONTH = YearMonth.of(2026, 11);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 16);

    @Test
    void shouldForetellAWeeklyPatternExactlyWhereItRepeats() {
        // Given: 100 on weekdays, 10 on weekends, for eight weeks
        DailySpend spend = weekly(0);

        // When
        DailySpend.Outlook outlook = spend.outlook(MONTH, TODAY).orElseThrow();

        // Then: what is spent, and the same pattern to the end, with no doubt
        BigDecimal month = BigDecimal.ZERO;
        for (LocalDate day = MONTH.atDay(1); !day.isAfter(MONTH.atEndOfMonth()); day = day.plusDays(1)) {
            month = month.add(usual(day));
        }
        assertThat(outlook.middle()).isEqualByComparingTo(month);
        assertThat(outlook.low()).isEqualByComparingTo(month);
        assertThat(outlook.high()).isEqualByComparingTo(month);
    }

    @Test
    void shouldPutMostMonthsIntoItsBand() {
        int inside = 0;
        int runs = 300;
        for (long seed = 0; seed < runs; seed++) {
            // Given: the pattern with noise of up to 40 either way
            DailySpend whole = noisy(seed);
            DailySpend known = new DailySpend(before(whole.pico(), TODAY), whole.first());

            // When
            DailySpend.Outlook outlook = known.outlook(MONTH, TODAY).orElseThrow();

            // Then
            BigDecimal actual = BigDecimal.ZERO;
            for (LocalDate day = MONTH.atDay(1); !day.isAfter(MONTH.atEndOfMonth()); day = day.plusDays(1)) {
                actual = actual.add(whole.pico().getOrDefault(day, BigDecimal.ZERO));
            }
            assertThat(outlook.low()).isLessThanOrEqualTo(outlook.middle());
            assertThat(outlook.middle()).isLessThanOrEqualTo(outlook.high());
            boolean within = actual.compareTo(outlook.low()) >= 0 && actual.compareTo(outlook.high()) <= 0;
            inside += within ? 1 : 0;
            BigDecimal error = actual.subtract(outlook.middle()).abs().divide(actual, 4, RoundingMode.HALF_EVEN);
            assertThat(error).as("seed %d", seed).isLessThan(new BigDecimal("0.25"));
        }
        assertThat(inside).isGreaterThan(runs * 6 / 10);
    }

    @Test
    void shouldForetellNothingFromLessThanAWeek() {
        // Given
        DailySpend spend = new DailySpend(Map.of(TODAY.minusDays(3), BigDecimal.TEN), TODAY.minusDays(3));

        // Then
        assertThat(spend.outlook(MONTH, TODAY)).isEmpty();
        assertThat(spend.anomalies(TODAY.minusDays(3), TODAY)).isEmpty();
    }

    @Test
    void shouldFlagTheDayThatStandsOutAndNoOther() {
        // Given: 1,000 on a Wednesday that is usually 100
        LocalDate odd = TODAY.minusDays(5);
        Map<LocalDate, BigDecimal> days = new HashMap<>(noisy(1).pico());
        days.put(odd, BigDecimal.valueOf(1_000));

        // When
        var anomalies = new DailySpend(days, TODAY.minusDays(56)).anomalies(TODAY.minusDays(14), TODAY);

        // Then
        assertThat(anomalies).extracting(DailySpend.Anomaly::day).containsExactly(odd);
    }

    private static DailySpend weekly(long seed) {
        Map<LocalDate, BigDecimal> days = new HashMap<>();
        for (LocalDate day = TODAY.minusDays(56); day.isBefore(TODAY); day = day.plusDays(1)) {
            days.put(day, usual(day).add(BigDecimal.valueOf(seed)));
        }
        return new DailySpend(days, TODAY.minusDays(56));
    }

    private static DailySpend noisy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<LocalDate, BigDecimal> days = new HashMap<>();
        for (LocalDate day = TODAY.minusDays(56); !day.isAfter(MONTH.atEndOfMonth()); day = day.plusDays(1)) {
            days.put(
                    day,
                    usual(day).add(BigDecimal.valueOf(random.nextInt(-40, 41))).max(BigDecimal.ZERO));
        }
        return new DailySpend(days, TODAY.minusDays(56));
    }

    private static Map<LocalDate, BigDecimal> before(Map<LocalDate, BigDecimal> days, LocalDate end) {
        Map<LocalDate, BigDecimal> kept = new HashMap<>(days);
        kept.keySet().removeIf(day -> !day.isBefore(end));
        return kept;
    }

    private static BigDecimal usual(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return BigDecimal.valueOf(weekend ? 10 : 100);
    }
}
