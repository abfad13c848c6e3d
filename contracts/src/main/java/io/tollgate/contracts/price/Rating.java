package io.tollgate.contracts.price;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import java.util.List;
import java.util.Set;

/** What a call costs, or why that is not known. */
public sealed interface Rating {

    /**
     * Every reported meter has a price.
     *
     * @param lines one for each meter with a count above zero
     * @param total the sum of the lines
     */
    record Rated(List<Line> lines, Money total) implements Rating {
        public Rated {
            lines = List.copyOf(lines);
        }
    }

    /**
     * At least one meter has no price in force: the cost is unknown, not zero.
     *
     * @param unpriced the meters without a price
     */
    record Unrated(Set<Meter> unpriced) implements Rating {
        public Unrated {
            unpriced = Set.copyOf(unpriced);
            if (unpriced.isEmpty()) {
                throw new IllegalArgumentException("a rating is unrated only for meters without a price");
            }
        }
    }

    /**
     * @param priceVersion the {@link PriceVersion#id()} that was applied
     * @param amount count times that price
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(Meter meter, long count, String priceVersion, Money amount) {}
}
