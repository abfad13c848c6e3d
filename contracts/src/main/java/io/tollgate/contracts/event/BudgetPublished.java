package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.budget.BudgetInterval;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A budget and its current state. Key of the compacted topic: the budget's id.
 *
 * @param organization whose money it is
 * @param scope which calls count against it
 * @param scopeId the id of that organization, project or key
 * @param interval how often it starts again
 * @param timeZone IANA name of the zone whose midnights bound the periods
 * @param enforcement whether it refuses calls
 * @param active false once the budget was deleted: it then admits everything
 * @param state limit and committed spend of the newest period
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BudgetPublished(
        String organization,
        Scope scope,
        String scopeId,
        BudgetInterval interval,
        String timeZone,
        Enforcement enforcement,
        boolean active,
        BudgetState state) {

    public BudgetPublished {
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(scopeId, "scope_id");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(timeZone, "time_zone");
        Objects.requireNonNull(enforcement, "enforcement");
        Objects.requireNonNull(state, "state");
        // A zone that nobody knows would fail at the first roll-over, on the path of a request.
        ZoneId _ = ZoneId.of(timeZone);
    }

    /** Which calls count against a budget. */
    public enum Scope {
        @JsonProperty("organization")
        ORGANIZATION,
        @JsonProperty("project")
        PROJECT,
        @JsonProperty("key")
        KEY
    }

    /** What a budget does when it is spent. */
    public enum Enforcement {
        /** Calls that might exceed it are refused before they start. */
        @JsonProperty("hard")
        HARD,
        /** It only reports. */
        @JsonProperty("soft")
        SOFT
    }
}
