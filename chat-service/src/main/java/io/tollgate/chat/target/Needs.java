package io.tollgate.chat.target;

import io.tollgate.chat.route.Modality;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a request needs a model to be able to do.
 *
 * @param tokensAtLeast how many input tokens it certainly has
 * @param tokensEstimated how many it probably has
 * @param outputTokens how many output tokens it asks for, if it says so
 * @param tools whether it brings tools
 * @param inputs what its messages hold
 */
public record Needs(
        long tokensAtLeast, long tokensEstimated, OptionalInt outputTokens, boolean tools, Set<Modality> inputs) {

    /** For what is not generated from messages: any model that does the operation will do. */
    public static final Needs NOTHING = new Needs(0, 0, OptionalInt.empty(), false, Set.of());

    public Needs {
        inputs = Set.copyOf(inputs);
    }
}
