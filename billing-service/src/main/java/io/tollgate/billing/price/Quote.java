package io.tollgate.billing.price;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import java.util.List;
import java.util.Set;

/** What usage costs at the provider and what its organization is charged for it, or why that is not known. */
public sealed interface Quote {

    /**
     * Every counted meter has a price.
     *
     * @param lines one for each meter with a count above zero
     */
    record Priced(List<Line> lines) implements Quote {
        public Priced {
            lines = List.copyOf(lines);
        }

        /** @throws ArithmeticException if the sum exceeds {@link Money}'s range */
        public Money cost() {
            return lines.stream().map(Line::cost).reduce(Money.ZERO, Money::plus);
        }

        /** @throws ArithmeticException if the sum exceeds {@link Money}'s range */
        public Money charge() {
            return lines.stream().map(Line::charge).reduce(Money.ZERO, Money::plus);
        }
    }

    /** @param unpriced meters without a price in force: the cost is unknown, not zero */
    record Unpriced(Set<Meter> unpriced) implements Quote {
        public Unpriced {
            unpriced = Set.copyOf(unpriced);
        }
    }

    /**
     * @param priceVersion the list price that was applied
     * @param cost the count at that price
     * @param chargeVersion the organization's own price or markup that was applied; the list price's where it has none
     * @param charge what the organization pays for the line
     */
    record Line(Meter meter, long count, String priceVersion, Money cost, String chargeVersion, Money charge) {

        /** The same line, not charged to anyone. */
        public Line withoutCharge() {
            return new Line(meter, count, priceVersion, cost, chargeVersion, Money.ZERO);
        }
    }
}
