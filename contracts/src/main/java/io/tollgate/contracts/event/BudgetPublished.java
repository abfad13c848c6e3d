package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.budget.BudgetInterval;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A budget and its current state. Key of the compacted topic: the budget's id.
 *
 * @param organization whose money it is
 * @param scope which calls count against it
 * @param scopeId the id of that organization, project, key or end user; for a model a glob over the name asked for ({@code *}
 *     any characters, {@code ?} one); for a tag {@code name=value}
 * @param interval how often it starts again
 * @param timeZone IANA name of the zone whose midnights bound the periods
 * @param enforcement whether it refuses calls
 * @param active false once the budget was deleted: it then admits everything
 * @param unpriced what a hard budget does with a call whose model has no price; it refuses it where absent
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
        @Nullable Unpriced unpriced,
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
        if (scope == Scope.TAG && scopeId.indexOf('=') < 1) {
            throw new IllegalArgumentException("scope_id of a tag must be name=value: " + scopeId);
        }
    }

    public boolean admitsUnpriced() {
        return unpriced == Unpriced.ADMIT;
    }

    /** Which calls count against a budget. */
    public enum Scope {
        @JsonProperty("organization")
        ORGANIZATION,
        @JsonProperty("project")
        PROJECT,
        @JsonProperty("key")
        KEY,
        /** The caller's own end user, by `safety_identifier` or `user`. */
        @JsonProperty("end_user")
        END_USER,
        @JsonProperty("model")
        MODEL,
        /** One label of the request's `metadata`. */
        @JsonProperty("tag")
        TAG
    }

    /** What a hard budget does with a call whose cost cannot be bounded because its model has no price. */
    public enum Unpriced {
        @JsonProperty("refuse")
        REFUSE,
        /** Its cost counts once a price arrives, so the budget can be exceeded. */
        @JsonProperty("admit")
        ADMIT
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
