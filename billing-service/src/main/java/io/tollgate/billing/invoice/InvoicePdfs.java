package io.tollgate.billing.invoice;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** The writer of invoices as configured; made at start, so that a font that cannot be used is noticed then. */
@Startup
@ApplicationScoped
class InvoicePdfs {

    private final InvoicePdf pdf;

    InvoicePdfs(InvoiceConfig config) {
        this.pdf = new InvoicePdf(new InvoiceFonts(config.font()), config.issuer());
    }

    InvoicePdf pdf() {
        return pdf;
    }
}
