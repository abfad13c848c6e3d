package io.tollgate.billing.invoice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** When invoices become final, and how they look. */
@ConfigMapping(prefix = "tollgate.billing.invoice")
public interface InvoiceConfig {

    /** How long after its month has ended an invoice waits for late usage. What comes later is a correction of the next one. */
    @WithDefault("72h")
    Duration grace();

    /** Who issues the invoices, as it stands on them. */
    @WithDefault("Tollgate")
    String issuer();

    /**
     * A TrueType font (.ttf) that is put into invoices for characters that are not in Liberation Sans, as those of East Asia;
     * without it readers show these in fonts of their own.
     */
    Optional<Path> font();
}
