package io.tollgate.billing.ledger;

import io.tollgate.contracts.event.UsageRecorded;

/**
 * An attempt that got another rate.
 *
 * @param seq which correction of the attempt this is, 1 for the first
 */
record Correction(UsageRecorded event, int seq, Rate before, Rate after) {

    Transfer.Difference difference() {
        return Transfer.Difference.between(before, after);
    }

    /** Whether anything that money depends on changes. */
    boolean isChange() {
        return before.status() != after.status()
                || !before.cost().equals(after.cost())
                || !before.charge().equals(after.charge())
                || !before.lines().equals(after.lines());
    }
}
