package io.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceLine;
import io.tollgate.billing.invoice.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FocusExportTest {

    private static final YearMonth MONTH = YearMonth.of(2026, 11);
    private static final List<String> MANDATORY = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodStart",
            "BillingPeriodEnd",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceIssuerName",
            "ListCost",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "ServiceCategory",
            "ServiceName");

    @Test
    void shouldAddUpToTheInvoiceWhateverItsLines() {
        for (long seed = 0; seed < 500; seed++) {
            // Given
            Invoice invoice = invoice(new SplittableRandom(seed));

            // When
            List<FocusRow> rows = FocusExport.rows(invoice, "Issuer");

            // Then
            assertThat(rows.stream()
                            .map(row -> new BigDecimal(value(row, "BilledCost")))
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(invoice.totalPico().movePointLeft(12));
            assertThat(rows).hasSize(invoice.lines().size()).allSatisfy(FocusExportTest::hasPriceTimesQuantity);
        }
    }

    @Test
    void shouldHaveEveryMandatoryColumnAndSayWhatWasCounted() {
        // Given
        Invoice invoice = new Invoice(
                "inv_1",
                "org_a",
                MONTH,
                List.of(line(Kind.USAGE, "output_text", 2_000_000, 1_200_000_000_000L)),
                Instant.EPOCH);

        // When
        Map<String, String> row = FocusExport.rows(invoice, "Issuer").getFirst().columns();

        // Then
        assertThat(row).containsKeys(MANDATORY.toArray(String[]::new));
        assertThat(row)
                .containsEntry("BilledCost", "1.2")
                .containsEntry("PricingQuantity", "2")
                .containsEntry("PricingUnit", "1000000 Tokens")
                .containsEntry("ListUnitPrice", "0.6")
                .containsEntry("SkuMeter", "output_text")
                .containsEntry("BillingPeriodStart", "2026-11-01T00:00:00Z")
                .containsEntry("ChargePeriodEnd", "2026-11-04T00:00:00Z")
                .containsEntry("InvoiceId", "inv_1");
        assertThat(FocusExport.csv(invoice, "Issuer").lines().findFirst()).contains(String.join(",", row.keySet()));
    }

    private static void hasPriceTimesQuantity(FocusRow row) {
        if (!value(row, "ListUnitPrice").isEmpty()) {
            assertThat(new BigDecimal(value(row, "ListUnitPrice"))
                            .multiply(new BigDecimal(value(row, "PricingQuantity"))))
                    .isEqualByComparingTo(value(row, "ListCost"));
        }
    }

    private static String value(FocusRow row, String column) {
        return row.columns().getOrDefault(column, "missing");
    }

    private static Invoice invoice(SplittableRandom random) {
        List<InvoiceLine> lines = new ArrayList<>();
        for (int count = random.nextInt(20); count > 0; count--) {
            Kind kind = List.of(Kind.values()).get(random.nextInt(Kind.values().length));
            String item = List.of("output_text", "input_cached", "images", "audio_seconds")
                    .get(random.nextInt(4));
            lines.add(line(kind, item, random.nextInt(1_000), random.nextLong(-1_000_000_000L, 1_000_000_000_000L)));
        }
        return new Invoice("inv_1", "org_a", MONTH, lines, Instant.EPOCH);
    }

    private static InvoiceLine line(Kind kind, String item, long quantity, long pico) {
        return new InvoiceLine(
                kind,
                MONTH.atDay(3),
                "proj",
                "key",
                "openai",
                "gpt",
                "chat",
                "default",
                item,
                BigDecimal.valueOf(quantity),
                BigDecimal.valueOf(pico),
                BigDecimal.valueOf(pico));
    }
}
