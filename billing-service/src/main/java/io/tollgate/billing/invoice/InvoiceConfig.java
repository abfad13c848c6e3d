package io.tollgate.billing.invoice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When invoices become final. */
@ConfigMapping(prefix = "tollgate.billing.invoice")
public interface InvoiceConfig {

    /** How long after its month has ended an invoice waits for late usage. What comes later is a correction of the next one. */
    @WithDefault("72h")
    Duration grace();

    /** Who issues the invoices, as it stands on them. */
    @WithDefault("Tollgate")
    String issuer();
}
