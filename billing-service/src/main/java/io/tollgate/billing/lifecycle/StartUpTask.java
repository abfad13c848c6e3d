package io.tollgate.billing.lifecycle;

import io.smallrye.mutiny.Uni;

/** A step that must have succeeded before the service takes requests or records. Repeating a step changes nothing. */
public interface StartUpTask {

    /** The order of the steps. */
    enum Phase {
        /** Tables can take rows. */
        STORAGE,
        /** Accounts exist. */
        ACCOUNTS,
        /** Prices are known. */
        PRICES,
        /** What readers of compacted topics must know is on its way to them. */
        PUBLICATION
    }

    Phase phase();

    Uni<Void> run();
}
