package io.tollgate.billing.reconciliation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A day and model on which bill and ledger do not agree.
 *
 * @param kind missing: billed, but nothing recorded; extra: recorded, but not billed; day_boundary: what one day lacks, its
 *     neighbour has too much of; price_drift: both have it at different amounts
 * @param billedPico whole pico-dollars as a decimal string
 * @param recordedPico likewise
 */
@JsonNaming(SnakeCaseStrategy.class)
record Difference(String day, String model, String kind, String billedPico, String recordedPico) {

    static final String MISSING = "missing";
    static final String EXTRA = "extra";
    static final String DAY_BOUNDARY = "day_boundary";
    static final String PRICE_DRIFT = "price_drift";

    /** Half a percent, or a cent, whichever is more, is agreement. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.005");

    private static final BigDecimal CENT = new BigDecimal("10000000000");

    /** Every day and model that differs by more than the tolerance. */
    static List<Difference> between(List<BillLine> billed, List<BillLine> recorded) {
        Map<String, TreeMap<LocalDate, BigDecimal>> bill = byModel(billed);
        Map<String, TreeMap<LocalDate, BigDecimal>> ledger = byModel(recorded);
        TreeSet<String> models = new TreeSet<>(bill.keySet());
        models.addAll(ledger.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String model : models) {
            differences.addAll(ofModel(
                    model, bill.getOrDefault(model, new TreeMap<>()), ledger.getOrDefault(model, new TreeMap<>())));
        }
        return differences;
    }

    private static List<Difference> ofModel(
            String model, TreeMap<LocalDate, BigDecimal> billed, TreeMap<LocalDate, BigDecimal> recorded) {
        TreeSet<LocalDate> days = new TreeSet<>(billed.keySet());
        days.addAll(recorded.keySet());
        List<Difference> differences = new ArrayList<>();
        for (LocalDate day : days) {
            BigDecimal bill = on(billed, day);
            BigDecimal ledger = on(recorded, day);
            if (!agree(bill, ledger)) {
                differences.add(
                        new Difference(day.toString(), model, kind(day, billed, recorded), whole(bill), whole(ledger)));
            }
        }
        return differences;
    }

    private static String kind(
            LocalDate day, TreeMap<LocalDate, BigDecimal> billed, TreeMap<LocalDate, BigDecimal> recorded) {
        if (isBoundary(day, day.minusDays(1), billed, recorded) || isBoundary(day, day.plusDays(1), billed, recorded)) {
            return DAY_BOUNDARY;
        }
        if (on(recorded, day).signum() == 0) {
            return MISSING;
        }
        return on(billed, day).signum() == 0 ? EXTRA : PRICE_DRIFT;
    }

    /** Two days that differ alone and agree together. */
    private static boolean isBoundary(
            LocalDate day,
            LocalDate neighbour,
            TreeMap<LocalDate, BigDecimal> billed,
            TreeMap<LocalDate, BigDecimal> recorded) {
        return !agree(on(billed, neighbour), on(recorded, neighbour))
                && agree(
                        on(billed, day).add(on(billed, neighbour)),
                        on(recorded, day).add(on(recorded, neighbour)));
    }

    private static boolean agree(BigDecimal billed, BigDecimal recorded) {
        BigDecimal allowed =
                billed.abs().max(recorded.abs()).multiply(TOLERANCE).max(CENT);
        return billed.subtract(recorded).abs().compareTo(allowed) <= 0;
    }

    private static BigDecimal on(TreeMap<LocalDate, BigDecimal> amounts, LocalDate day) {
        return Objects.requireNonNullElse(amounts.get(day), BigDecimal.ZERO);
    }

    private static Map<String, TreeMap<LocalDate, BigDecimal>> byModel(List<BillLine> lines) {
        Map<String, TreeMap<LocalDate, BigDecimal>> amounts = new TreeMap<>();
        lines.forEach(line -> amounts.computeIfAbsent(line.model(), ignored -> new TreeMap<>())
                .merge(line.day(), line.pico(), BigDecimal::add));
        return amounts;
    }

    private static String whole(BigDecimal pico) {
        return pico.setScale(0, RoundingMode.HALF_EVEN).toPlainString();
    }
}
