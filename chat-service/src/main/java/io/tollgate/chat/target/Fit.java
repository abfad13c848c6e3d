package io.tollgate.chat.target;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.route.Modality;
import io.tollgate.chat.route.ModelTraits;
import io.tollgate.chat.route.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which targets can do what a request needs. What is not known of a target is assumed.
 *
 * @param able in their order
 * @param tooLong whether the request is too long for one that could do everything else
 * @param missing what the others lack, for the caller
 */
public record Fit(List<Target> able, boolean tooLong, Set<String> missing) {

    /** Those that certainly cannot are left out; of the others, those that probably cannot come last. */
    public static Fit of(List<Target> targets, Needs needs) {
        List<Target> able = new ArrayList<>(targets.size());
        List<Target> doubtful = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        boolean tooLong = false;
        for (Target target : targets) {
            Set<String> lacks = lacks(target.traits(), needs);
            if (!lacks.isEmpty()) {
                missing.addAll(lacks);
            } else if (exceeds(target.traits(), needs, needs.tokensAtLeast())) {
                tooLong = true;
            } else if (exceeds(target.traits(), needs, needs.tokensEstimated())) {
                tooLong = true;
                doubtful.add(target);
            } else {
                able.add(target);
            }
        }
        able.addAll(doubtful);
        return new Fit(able, tooLong, missing);
    }

    /** Whether every one that is left will probably find the request too long. */
    public boolean isDoubtful(Needs needs) {
        return able.stream().allMatch(target -> exceeds(target.traits(), needs, needs.tokensEstimated()));
    }

    private static boolean exceeds(ModelTraits traits, Needs needs, long inputTokens) {
        int output = needs.outputTokens().orElse(1);
        return (traits.contextLength().isPresent()
                        && inputTokens + output > traits.contextLength().getAsInt())
                || (traits.outputLength().isPresent()
                        && output > traits.outputLength().getAsInt());
    }

    private static Set<String> lacks(ModelTraits traits, Needs needs) {
        Set<String> lacks = traits.inputs()
                .map(inputs -> needs.inputs().stream()
                        .filter(input -> !inputs.contains(input))
                        .map(Modality::wireName)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        if (needs.tools() && !traits.tools().orElse(true)) {
            lacks = new HashSet<>(lacks);
            lacks.add("tools");
        }
        return lacks;
    }

    /** Why nobody is able. */
    public GatewayFailure failure(String model, Needs needs) {
        if (tooLong) {
            return GatewayFailure.invalid(
                    "context_length_exceeded",
                    "messages",
                    "The request is too long for the model '" + model + "': it has at least " + needs.tokensAtLeast()
                            + " tokens and asks for " + needs.outputTokens().orElse(1)
                            + " more. Shorten it, lower max_completion_tokens, or use a model with a longer context.");
        }
        return GatewayFailure.invalid(
                "unsupported_value",
                missing.contains("tools") ? "tools" : "messages",
                "The model '" + model + "' cannot take what the request brings: " + String.join(", ", missing)
                        + ". Use a model that can.");
    }
}
