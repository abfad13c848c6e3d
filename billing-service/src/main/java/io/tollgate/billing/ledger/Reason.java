package io.tollgate.billing.ledger;

import java.util.Locale;

/** Why attempts are rated again; also the code of the transfers that this posts. */
public enum Reason {
    /** A price was entered that was missing when the attempt arrived. */
    LATE_PRICE,
    /** Prices were corrected, and somebody decided to apply them to the past. */
    REPRICE,
    /** The provider's bill says otherwise. */
    TRUE_UP,
    /** The organization disputed the charge. */
    DISPUTE;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
