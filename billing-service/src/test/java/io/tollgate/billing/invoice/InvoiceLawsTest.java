package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for every invoice, tried with generated ones. */
class InvoiceLawsTest {

    private static final int SEEDS = 500;
    private static final YearMonth MONTH = YearMonth.of(2026, 11);
    private static final BigDecimal HALF_A_CENT = new BigDecimal("5000000000");

    @Test
    void shouldBeTheSumOfItsLinesAndWholeCents() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            List<InvoiceLine> lines = lines(new SplittableRandom(seed));

            // When
            Invoice invoice = Invoice.draft("org_a", MONTH, lines);

            // Then
            BigDecimal exact = lines.stream().map(InvoiceLine::chargePico).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(invoice.totalPico())
                    .as("seed %d", seed)
                    .isEqualByComparingTo(
                            invoice.usagePico().add(invoice.creditPico()).add(invoice.roundingPico()));
            assertThat(invoice.totalPico().subtract(invoice.roundingPico()))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(exact);
            assertThat(invoice.roundingPico().abs()).as("seed %d", seed).isLessThanOrEqualTo(HALF_A_CENT);
            assertThat(invoice.total().scale()).as("seed %d", seed).isEqualTo(2);
            assertThat(invoice.total().movePointRight(12)).isEqualByComparingTo(invoice.totalPico());
        }
    }

    @Test
    void shouldShowTheSameSumToPeopleAndInItsCsv() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            Invoice invoice = Invoice.draft("org_a", MONTH, lines(new SplittableRandom(seed)));

            // When
            BigDecimal shown = InvoiceView.of(invoice).lines().stream()
                    .map(line -> new BigDecimal(line.chargePico()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal listed = InvoiceCsv.write(invoice)
                    .lines()
                    .skip(1)
                    .map(line -> new BigDecimal(line.substring(line.lastIndexOf(',') + 1)))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);

            // Then
            assertThat(shown).as("seed %d", seed).isEqualByComparingTo(invoice.totalPico());
            assertThat(listed).as("seed %d", seed).isEqualByComparingTo(invoice.total());
        }
    }

    @Test
    void shouldNotLetASpreadsheetRunWhatACallerNamed() {
        // When
        String csv = Csv.write(List.of("a", "b"), List.of(List.of("=HYPERLINK(1)", "-0.5")));

        // Then
        assertThat(csv).isEqualTo("a,b\r\n'=HYPERLINK(1),-0.5\r\n");
    }

    private static List<InvoiceLine> lines(SplittableRandom random) {
        List<InvoiceLine> lines = new ArrayList<>();
        for (int count = random.nextInt(30); count > 0; count--) {
            boolean correction = random.nextInt(8) == 0;
            long charge = random.nextLong(10_000_000_000_000L) * (correction && random.nextBoolean() ? -1 : 1);
            lines.add(new InvoiceLine(
                    correction ? Kind.CORRECTION : Kind.USAGE,
                    correction ? MONTH.minusMonths(1).atDay(3) : MONTH.atDay(1 + random.nextInt(30)),
                    "proj_" + random.nextInt(3),
                    "key_" + random.nextInt(3),
                    "simulator",
                    "model," + random.nextInt(2),
                    "chat",
                    "default",
                    random.nextBoolean() ? "input_uncached" : "output_text",
                    BigDecimal.valueOf(random.nextInt(1_000_000)),
                    BigDecimal.valueOf(charge),
                    BigDecimal.valueOf(charge)));
        }
        if (random.nextBoolean()) {
            lines.add(InvoiceLine.other(
                    Kind.CREDIT,
                    MONTH.atEndOfMonth(),
                    "credit_1",
                    BigDecimal.valueOf(-random.nextLong(1_000_000_000L))));
        }
        return lines;
    }
}
