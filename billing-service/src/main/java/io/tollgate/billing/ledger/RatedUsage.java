package io.tollgate.billing.ledger;

import io.tollgate.billing.price.PriceBook;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;

/** A usage event with what it costs. */
record RatedUsage(UsageArrival arrival, Rate rate) {

    /** @throws ArithmeticException if the cost exceeds {@link Money}'s range */
    static RatedUsage rate(UsageArrival arrival, PriceBook prices) {
        return new RatedUsage(arrival, Rate.of(arrival.event(), prices));
    }

    UsageRecorded event() {
        return arrival.event();
    }
}
