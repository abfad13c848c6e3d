package io.tollgate.billing.price;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.usage.Meter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What looks wrong with a proposed price. A finding refuses nothing: whoever approves says that it was seen.
 *
 * @param row index of the price in the proposal
 * @param code jump, zero_price or output_below_input
 */
@JsonNaming(SnakeCaseStrategy.class)
record Finding(int row, String code, String message) {

    static final BigInteger JUMP = BigInteger.TWO;

    /**
     * Checks every proposed price against the one that it supersedes, and against its siblings.
     *
     * @param changes what each would supersede
     */
    static List<Finding> in(List<ProposedPrice> proposed, Changes changes) {
        List<Finding> findings = new ArrayList<>();
        Map<ProposedPrice.Subject, ProposedPrice> bySubject = new HashMap<>();
        proposed.forEach(price -> bySubject.put(price.subject(), price));
        for (int row = 0; row < proposed.size(); row++) {
            ProposedPrice price = proposed.get(row);
            @Nullable Long pico = price.unitPricePico();
            if (pico == null) {
                continue;
            }
            if (pico == 0) {
                findings.add(new Finding(row, "zero_price", name(price) + " would be free"));
            }
            int index = row;
            changes.before(price)
                    .filter(before -> isJump(before, price))
                    .ifPresent(before -> findings.add(
                            new Finding(index, "jump", name(price) + " would change by more than a factor of two")));
            if (price.counted() == Meter.OUTPUT_TEXT) {
                ProposedPrice input = bySubject.get(price.subject().of(Meter.INPUT_UNCACHED));
                Long inputPico = input == null ? null : input.unitPricePico();
                if (input != null && inputPico != null && isLess(pico, price, inputPico, input)) {
                    findings.add(new Finding(row, "output_below_input", name(price) + " would cost less than input"));
                }
            }
        }
        return findings;
    }

    /** Exact: a price per thousand is compared with one per unit by crosswise multiplication. */
    private static boolean isJump(ListedPrice before, ProposedPrice after) {
        Long old = before.version().unitPricePico();
        Long next = after.unitPricePico();
        if (old == null || next == null) {
            return false;
        }
        BigInteger was = BigInteger.valueOf(old).multiply(BigInteger.valueOf(after.perQuantity()));
        BigInteger is = BigInteger.valueOf(next)
                .multiply(BigInteger.valueOf(before.version().perQuantity()));
        return is.compareTo(was.multiply(JUMP)) > 0 || was.compareTo(is.multiply(JUMP)) > 0;
    }

    private static boolean isLess(long output, ProposedPrice price, long input, ProposedPrice sibling) {
        return BigInteger.valueOf(output)
                        .multiply(BigInteger.valueOf(sibling.perQuantity()))
                        .compareTo(BigInteger.valueOf(input).multiply(BigInteger.valueOf(price.perQuantity())))
                < 0;
    }

    private static String name(ProposedPrice price) {
        return price.provider() + "/" + price.model() + " " + price.meter() + " (" + price.serviceTier()
                + (price.contextFrom() > 0 ? ", from " + price.contextFrom() + " tokens" : "") + ")";
    }
}
