package io.tollgate.billing.ledger;

import io.tollgate.billing.price.PriceBook;
import io.tollgate.billing.price.Quote;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an attempt costs at the provider, and what its organization is charged for it.
 *
 * @param cost zero unless rated
 * @param charge zero unless rated, and zero for attempts that are the operator's cost alone
 * @param lines empty unless rated
 * @param unpriced the meters without a price; empty unless unrated, and then too if the usage itself is not known
 */
record Rate(RatingStatus status, Money cost, Money charge, List<Quote.Line> lines, Set<Meter> unpriced) {

    private static final Rate NOTHING = empty(RatingStatus.NONE, Set.of());
    private static final Rate FREE = empty(RatingStatus.RATED, Set.of());

    /** Whether the cost is known. */
    enum RatingStatus {
        RATED,
        /** Unknown, which is not zero: a price, or the usage itself, is missing. */
        UNRATED,
        /** Nothing was consumed. */
        NONE;

        String stored() {
            return Words.of(this);
        }

        static RatingStatus ofStored(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    Rate {
        lines = List.copyOf(lines);
        unpriced = Set.copyOf(unpriced);
    }

    /**
     * Rates by the prices in force when the attempt started. An answer from the cache is rated, and free: nobody was asked.
     *
     * @throws ArithmeticException if the cost exceeds {@link Money}'s range
     */
    static Rate of(UsageRecorded event, PriceBook prices) {
        if (event.servedByCache()) {
            return FREE;
        }
        if (!event.usage().isReported()) {
            boolean nothingConsumed = event.status() == Status.BLOCKED
                    || (event.usageSource() == UsageSource.NONE && event.status() != Status.OK);
            return nothingConsumed ? NOTHING : empty(RatingStatus.UNRATED, Set.of());
        }
        Quote quote = prices.quote(
                event.organization(),
                event.provider(),
                event.modelBilled(),
                event.serviceTier(),
                event.usage(),
                event.startedAt(),
                event.region());
        return switch (quote) {
            case Quote.Unpriced unpriced -> empty(RatingStatus.UNRATED, unpriced.unpriced());
            case Quote.Priced priced -> rated(charged(priced, event.status()));
        };
    }

    private static Quote.Priced charged(Quote.Priced priced, Status status) {
        return status.isCharged()
                ? priced
                : new Quote.Priced(
                        priced.lines().stream().map(Quote.Line::withoutCharge).toList());
    }

    private static Rate rated(Quote.Priced priced) {
        return new Rate(RatingStatus.RATED, priced.cost(), priced.charge(), priced.lines(), Set.of());
    }

    private static Rate empty(RatingStatus status, Set<Meter> unpriced) {
        return new Rate(status, Money.ZERO, Money.ZERO, List.of(), unpriced);
    }

    boolean isUnrated() {
        return status == RatingStatus.UNRATED;
    }

    /** Whether a price that arrives later could rate it: the usage is known, and only prices are missing. */
    boolean awaitsPrice() {
        return isUnrated() && !unpriced.isEmpty();
    }
}
