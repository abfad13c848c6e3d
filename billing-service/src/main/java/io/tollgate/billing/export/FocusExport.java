package io.tollgate.billing.export;

import io.tollgate.billing.invoice.Csv;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A month in FOCUS 1.2: one row for each token type of a day, project, key and model. */
final class FocusExport {

    private FocusExport() {}

    /** The rows' billed costs add up to the invoice's total: they are made of its lines, credits and rounding included. */
    static List<FocusRow> rows(Invoice invoice, String issuer) {
        return invoice.lines().stream()
                .map(line -> FocusRow.of(invoice, line, issuer))
                .toList();
    }

    static String csv(Invoice invoice, String issuer) {
        List<FocusRow> rows = rows(invoice, issuer);
        InvoiceLine none = new InvoiceLine(
                InvoiceLine.Kind.USAGE,
                LocalDate.EPOCH,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO);
        List<String> header =
                List.copyOf(FocusRow.of(invoice, none, issuer).columns().keySet());
        return Csv.write(
                header,
                rows.stream().map(row -> List.copyOf(row.columns().values())).toList());
    }
}
