package io.tollgate.billing.forecast;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was spent on each day.
 *
 * @param pico by day, in pico-dollars; a day that is missing spent nothing
 * @param first the first day with any spend: history starts here
 */
record DailySpend(Map<LocalDate, BigDecimal> pico, LocalDate first) {

    /** How far back the pattern of the week is looked for. */
    static final int HISTORY_DAYS = 28;

    /** With less history than this nothing is foretold. */
    static final int LEAST_DAYS = 7;

    private static final MathContext PRECISION = new MathContext(34, RoundingMode.HALF_EVEN);

    /** The 90th percentile of the normal distribution in standard deviations; the 10th is as far below. */
    private static final BigDecimal TENTH = new BigDecimal("1.2816");

    private static final BigDecimal STANDING_OUT = new BigDecimal("3");

    DailySpend {
        pico = Map.copyOf(pico);
    }

    /**
     * To the end of the month: what is spent, and for each day left, today included, what its day of the week was like.
     *
     * @param today counts as a day left, because it is not over
     * @return empty with less than {@link #LEAST_DAYS} of history
     */
    Optional<Outlook> outlook(YearMonth month, LocalDate today) {
        if (first.isAfter(today.minusDays(LEAST_DAYS))) {
            return Optional.empty();
        }
        BigDecimal spent = BigDecimal.ZERO;
        for (LocalDate day = month.atDay(1); day.isBefore(today); day = day.plusDays(1)) {
            spent = spent.add(on(day));
        }
        Pattern pattern = pattern(today);
        BigDecimal ahead = BigDecimal.ZERO;
        int days = 0;
        for (LocalDate day = today; !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            // What today has spent already is certain.
            BigDecimal expected = pattern.mean(day.getDayOfWeek());
            ahead = ahead.add(day.equals(today) ? expected.max(on(day)) : expected);
            days++;
        }
        BigDecimal middle = spent.add(ahead);
        BigDecimal spread = pattern.deviation()
                .multiply(BigDecimal.valueOf(days).sqrt(PRECISION), PRECISION)
                .multiply(TENTH, PRECISION);
        BigDecimal certain = spent.add(on(today));
        return Optional.of(new Outlook(
                whole(certain), whole(middle.subtract(spread).max(certain)), whole(middle), whole(middle.add(spread))));
    }

    /** Days of a range that spent more than twice their weekday's mean, and more than three deviations above it. */
    List<Anomaly> anomalies(LocalDate from, LocalDate until) {
        List<Anomaly> found = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
            if (first.isAfter(day.minusDays(LEAST_DAYS))) {
                continue;
            }
            Pattern pattern = pattern(day);
            BigDecimal mean = pattern.mean(day.getDayOfWeek());
            BigDecimal bound = mean.add(pattern.deviation().multiply(STANDING_OUT, PRECISION))
                    .max(mean.multiply(BigDecimal.TWO));
            if (on(day).compareTo(bound) > 0) {
                found.add(new Anomaly(day, whole(on(day)), whole(mean)));
            }
        }
        return found;
    }

    private BigDecimal on(LocalDate day) {
        return pico.getOrDefault(day, BigDecimal.ZERO);
    }

    /** Of the days before one, as far back as there is history. */
    private Pattern pattern(LocalDate before) {
        Map<DayOfWeek, List<BigDecimal>> byWeekday = new TreeMap<>();
        List<BigDecimal> all = new ArrayList<>();
        for (int back = 1; back <= HISTORY_DAYS; back++) {
            LocalDate day = before.minusDays(back);
            if (!day.isBefore(first)) {
                byWeekday
                        .computeIfAbsent(day.getDayOfWeek(), ignored -> new ArrayList<>())
                        .add(on(day));
                all.add(on(day));
            }
        }
        return Pattern.of(byWeekday, all);
    }

    private static BigDecimal whole(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal mean(List<BigDecimal> values) {
        return values.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(values.size()), PRECISION);
    }

    /**
     * What the days of the week were like.
     *
     * @param overall for a day of the week that the history has not seen
     * @param deviation of single days from the mean of their day of the week
     */
    private record Pattern(Map<DayOfWeek, BigDecimal> means, BigDecimal overall, BigDecimal deviation) {

        static Pattern of(Map<DayOfWeek, List<BigDecimal>> byWeekday, List<BigDecimal> all) {
            Map<DayOfWeek, BigDecimal> means = new TreeMap<>();
            BigDecimal squares = BigDecimal.ZERO;
            for (Map.Entry<DayOfWeek, List<BigDecimal>> weekday : byWeekday.entrySet()) {
                BigDecimal mean = DailySpend.mean(weekday.getValue());
                means.put(weekday.getKey(), mean);
                for (BigDecimal value : weekday.getValue()) {
                    BigDecimal residual = value.subtract(mean);
                    squares = squares.add(residual.multiply(residual, PRECISION));
                }
            }
            BigDecimal variance = squares.divide(BigDecimal.valueOf(all.size()), PRECISION);
            return new Pattern(means, DailySpend.mean(all), variance.sqrt(PRECISION));
        }

        BigDecimal mean(DayOfWeek weekday) {
            return means.getOrDefault(weekday, overall);
        }
    }

    /**
     * Where the month is heading, in pico-dollars.
     *
     * @param spent so far
     * @param low nine in ten months like this end above it
     * @param high nine in ten months like this end below it
     */
    record Outlook(BigDecimal spent, BigDecimal low, BigDecimal middle, BigDecimal high) {}

    /** @param usual the mean of the day of the week before it */
    record Anomaly(LocalDate day, BigDecimal spent, BigDecimal usual) {}
}
