package io.tollgate.contracts.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The ledger has these attempts. Their reservations may be released, because the committed spend of the budgets below
 * includes them. States are absolute and versioned: applying them twice, or in any order, gives the same result.
 *
 * @param organization the organization whose attempts and budgets these are
 * @param attempts the attempts that one commit settled, at most a batch's worth
 * @param budgets every budget period they touched
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AttemptsSettled(String organization, List<UUID> attempts, List<BudgetState> budgets) {

    public AttemptsSettled {
        Objects.requireNonNull(organization, "organization");
        attempts = List.copyOf(Objects.requireNonNull(attempts, "attempts"));
        budgets = List.copyOf(Objects.requireNonNull(budgets, "budgets"));
    }
}
