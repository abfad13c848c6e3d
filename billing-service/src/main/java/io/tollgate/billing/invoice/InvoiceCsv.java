package io.tollgate.billing.invoice;

import java.util.List;

/** Every line of an invoice, one a row; their charges add up to its total. */
final class InvoiceCsv {

    private static final List<String> HEADER = List.of(
            "invoice",
            "month",
            "kind",
            "service_day",
            "project_id",
            "api_key_id",
            "provider",
            "model",
            "operation",
            "service_tier",
            "item",
            "quantity",
            "list_usd",
            "charge_usd");
    private static final int PICO_SCALE = 12;

    private InvoiceCsv() {}

    static String write(Invoice invoice) {
        String id = invoice.id();
        return Csv.write(
                HEADER,
                invoice.lines().stream()
                        .map(line -> List.of(
                                id == null ? "" : id,
                                invoice.month().toString(),
                                line.kind().stored(),
                                line.serviceDay().toString(),
                                line.project(),
                                line.key(),
                                line.provider(),
                                line.model(),
                                line.operation(),
                                line.serviceTier(),
                                line.item(),
                                line.quantity().toPlainString(),
                                line.listPico().movePointLeft(PICO_SCALE).toPlainString(),
                                line.chargePico().movePointLeft(PICO_SCALE).toPlainString()))
                        .toList());
    }
}
