package io.tollgate.billing.account;

import io.tollgate.contracts.event.AccessPublished;
import java.util.Locale;

/** Whether a key is accepted. */
enum KeyStatus {
    ACTIVE(AccessPublished.Status.ACTIVE),
    REVOKED(AccessPublished.Status.REVOKED);

    private final AccessPublished.Status published;

    KeyStatus(AccessPublished.Status published) {
        this.published = published;
    }

    AccessPublished.Status published() {
        return published;
    }

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static KeyStatus ofStored(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
