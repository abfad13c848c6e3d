package io.tollgate.billing.budget;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt may mean for budgets.
 *
 * @param endUser the caller's own end user, if it named one
 * @param model the model name that was asked for
 * @param tags the request's own labels
 * @param at when the attempt started: it decides the period
 * @param pico what is charged for it, in pico-dollars: zero for an attempt that is free, unrated, or in the ledger already;
 *     below zero where a correction lowers the charge
 */
public record Spend(
        String organization,
        String project,
        String key,
        @Nullable String endUser,
        String model,
        Map<String, String> tags,
        Instant at,
        long pico) {

    public Spend {
        tags = Map.copyOf(tags);
    }
}
