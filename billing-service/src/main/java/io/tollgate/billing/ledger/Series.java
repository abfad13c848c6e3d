package io.tollgate.billing.ledger;

import io.tollgate.contracts.event.UsageRecorded;

/**
 * What usage is split by; labels are shortened as {@link Label#key} says.
 *
 * @param endUser empty where the caller named none
 */
record Series(
        String organization,
        String project,
        String apiKey,
        String endUser,
        String provider,
        String model,
        String operation,
        String serviceTier) {

    static Series of(UsageRecorded event) {
        String endUser = event.endUser();
        return new Series(
                event.organization(),
                Label.key(event.project()),
                Label.key(event.key()),
                endUser == null ? "" : Label.key(endUser),
                Label.key(event.provider()),
                Label.key(event.modelBilled()),
                Words.of(event.operation()),
                Label.key(event.serviceTier()));
    }
}
