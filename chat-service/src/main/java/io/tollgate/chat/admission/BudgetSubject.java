package io.tollgate.chat.admission;

import io.tollgate.chat.access.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as budgets see it.
 *
 * @param model the name asked for
 * @param endUser null if the request names none
 * @param tags the request's own labels
 */
public record BudgetSubject(
        Caller caller, String model, @Nullable String endUser, Map<String, String> tags) {

    public BudgetSubject {
        tags = Map.copyOf(tags);
    }
}
