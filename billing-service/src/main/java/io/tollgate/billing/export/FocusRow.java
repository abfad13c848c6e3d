package io.tollgate.billing.export;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceLine;
import io.tollgate.billing.invoice.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of an invoice as FinOps Open Cost and Usage Specification 1.2 has it. Numbers are plain decimals, times ISO 8601
 * in UTC, an empty value is null.
 */
record FocusRow(Map<String, String> columns) {

    private static final int PICO_SCALE = 12;
    private static final int MILLION_SCALE = 6;
    private static final String NULL = "";

    static FocusRow of(Invoice invoice, InvoiceLine line, String issuer) {
        Map<String, String> row = new LinkedHashMap<>();
        boolean usage = line.kind() == Kind.USAGE || line.kind() == Kind.CORRECTION;
        String id = invoice.id();
        BigDecimal billed = usd(line.chargePico());
        BigDecimal quantity = pricingQuantity(line);
        row.put("BilledCost", plain(billed));
        row.put("BillingAccountId", invoice.organization());
        row.put("BillingAccountName", invoice.organization());
        row.put("BillingCurrency", "USD");
        row.put("BillingPeriodStart", startOf(invoice.month()));
        row.put("BillingPeriodEnd", startOf(invoice.month().plusMonths(1)));
        row.put("ChargeCategory", category(line.kind()));
        row.put("ChargeClass", line.kind() == Kind.CORRECTION ? "Correction" : NULL);
        row.put("ChargeDescription", description(line, usage));
        row.put("ChargeFrequency", usage ? "Usage-Based" : "One-Time");
        row.put("ChargePeriodStart", startOf(line.serviceDay()));
        row.put("ChargePeriodEnd", startOf(line.serviceDay().plusDays(1)));
        row.put("ConsumedQuantity", usage ? plain(line.quantity()) : NULL);
        row.put("ConsumedUnit", usage ? unit(line) : NULL);
        row.put("ContractedCost", plain(billed));
        row.put("ContractedUnitPrice", usage ? unitPrice(billed, quantity) : NULL);
        row.put("EffectiveCost", plain(billed));
        row.put("InvoiceId", id == null ? NULL : id);
        row.put("InvoiceIssuerName", issuer);
        row.put("ListCost", plain(usage ? usd(line.listPico()) : billed));
        row.put("ListUnitPrice", usage ? unitPrice(usd(line.listPico()), quantity) : NULL);
        row.put("PricingQuantity", usage ? plain(quantity) : NULL);
        row.put("PricingUnit", usage ? pricingUnit(line) : NULL);
        row.put("ProviderName", usage ? line.provider() : issuer);
        row.put("PublisherName", usage ? line.provider() : issuer);
        row.put("ResourceId", line.key());
        row.put("ServiceCategory", usage ? "AI and Machine Learning" : "Other");
        row.put("ServiceName", usage ? line.model() : "Billing");
        row.put("ServiceSubcategory", usage ? "Generative AI" : "Other (Other)");
        row.put("SkuId", usage ? line.provider() + "/" + line.model() + "/" + line.serviceTier() : NULL);
        row.put("SkuMeter", usage ? line.item() : NULL);
        row.put(
                "SkuPriceId",
                usage ? line.provider() + "/" + line.model() + "/" + line.serviceTier() + "/" + line.item() : NULL);
        row.put("SubAccountId", line.project());
        row.put("SubAccountName", line.project());
        row.put("x_Model", line.model());
        row.put("x_KeyId", line.key());
        row.put("x_Operation", line.operation());
        return new FocusRow(row);
    }

    private static String category(Kind kind) {
        return switch (kind) {
            case USAGE, CORRECTION -> "Usage";
            case CREDIT -> "Credit";
            case ROUNDING -> "Adjustment";
        };
    }

    private static String description(InvoiceLine line, boolean usage) {
        return usage ? line.item() + " of " + line.model() : line.kind().stored() + " " + line.item();
    }

    private static boolean isTokens(InvoiceLine line) {
        return switch (line.item()) {
            case "images", "requests", "web_search_calls", "audio_seconds", "input_characters" -> false;
            default -> true;
        };
    }

    private static String unit(InvoiceLine line) {
        return switch (line.item()) {
            case "images" -> "Images";
            case "requests", "web_search_calls" -> "Requests";
            case "audio_seconds" -> "Seconds";
            case "input_characters" -> "Characters";
            default -> "Tokens";
        };
    }

    private static String pricingUnit(InvoiceLine line) {
        return isTokens(line) ? "1000000 Tokens" : unit(line);
    }

    private static BigDecimal pricingQuantity(InvoiceLine line) {
        return isTokens(line) ? line.quantity().movePointLeft(MILLION_SCALE) : line.quantity();
    }

    /** Null where the day's prices differ so that no decimal number says it exactly: price times quantity must be cost. */
    private static String unitPrice(BigDecimal cost, BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return NULL;
        }
        try {
            return plain(cost.divide(quantity));
        } catch (ArithmeticException noExactQuotient) {
            return NULL;
        }
    }

    private static BigDecimal usd(BigDecimal pico) {
        return pico.movePointLeft(PICO_SCALE);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String startOf(YearMonth month) {
        return startOf(month.atDay(1));
    }

    private static String startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }
}
