package io.tollgate.chat.completion;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Headers of this gateway's own. */
public final class AnswerHeaders {

    /** How many attempts were made until the answer began. */
    public static final String ATTEMPTS = "x-tollgate-attempts";
    /** Milliseconds that the gateway took itself, until the answer began. */
    public static final String OVERHEAD = "x-tollgate-overhead";
    /** What the answer costs, in dollars. Absent if it has no price; in a trailer of a stream. */
    public static final String COST = "x-tollgate-cost";

    /** What {@link #COST} says of an error that costs something, but has no price. */
    static final String UNRATED = "unrated";

    private AnswerHeaders() {}

    /** Dollars, in plain notation. */
    static String dollars(long nano) {
        return BigDecimal.valueOf(nano, 9).stripTrailingZeros().toPlainString();
    }

    /** @return null if it is not known */
    static @Nullable String dollars(OptionalLong nano) {
        return nano.isPresent() ? dollars(nano.getAsLong()) : null;
    }
}
