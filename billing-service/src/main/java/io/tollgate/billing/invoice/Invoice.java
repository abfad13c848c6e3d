package io.tollgate.billing.invoice;

import io.tollgate.billing.invoice.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An organization's month. Its total is the sum of its lines, and whole cents.
 *
 * @param id null for a draft
 * @param lines with credits and, where needed, one rounding line
 * @param finalizedAt null for a draft
 */
public record Invoice(
        @Nullable String id,
        String organization,
        YearMonth month,
        List<InvoiceLine> lines,
        @Nullable Instant finalizedAt) {

    static final String CURRENCY = "USD";

    private static final int PICO_SCALE = 12;
    private static final int CENT_SCALE = 2;

    public Invoice {
        lines = List.copyOf(lines);
    }

    /** What it would be as things stand. */
    static Invoice draft(String organization, YearMonth month, List<InvoiceLine> usage) {
        return new Invoice(null, organization, month, rounded(month, usage), null);
    }

    /** With the line that makes its total whole cents, half to even; none where it is whole already. */
    static List<InvoiceLine> rounded(YearMonth month, List<InvoiceLine> lines) {
        BigDecimal exact = sum(lines);
        BigDecimal cents = exact.movePointLeft(PICO_SCALE)
                .setScale(CENT_SCALE, RoundingMode.HALF_EVEN)
                .movePointRight(PICO_SCALE);
        BigDecimal rounding = cents.subtract(exact);
        if (rounding.signum() == 0) {
            return lines;
        }
        List<InvoiceLine> rounded = new ArrayList<>(lines);
        rounded.add(InvoiceLine.other(Kind.ROUNDING, month.atEndOfMonth(), "rounding", rounding));
        return rounded;
    }

    public boolean isDraft() {
        return id == null;
    }

    /** Usage and corrections. */
    public BigDecimal usagePico() {
        return sum(Kind.USAGE).add(sum(Kind.CORRECTION));
    }

    public BigDecimal creditPico() {
        return sum(Kind.CREDIT);
    }

    public BigDecimal roundingPico() {
        return sum(Kind.ROUNDING);
    }

    public BigDecimal totalPico() {
        return sum(lines);
    }

    /** Dollars and cents. */
    public BigDecimal total() {
        return totalPico().movePointLeft(PICO_SCALE).setScale(CENT_SCALE, RoundingMode.UNNECESSARY);
    }

    private BigDecimal sum(Kind kind) {
        return sum(lines.stream().filter(line -> line.kind() == kind).toList());
    }

    private static BigDecimal sum(List<InvoiceLine> lines) {
        return lines.stream().map(InvoiceLine::chargePico).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
