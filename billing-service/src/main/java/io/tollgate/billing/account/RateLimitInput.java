package io.tollgate.billing.account;

import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.event.RateLimit.Scope;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a caller asks a rate limit to be. */
final class RateLimitInput {

    private static final int LONGEST = 200;
    private static final Map<String, Scope> OF_PROJECT =
            Map.of("project", Scope.PROJECT, "key", Scope.KEY, "end_user", Scope.END_USER);
    private static final Map<String, Scope> OF_ORGANIZATION =
            Map.of("organization", Scope.ORGANIZATION, "end_user", Scope.END_USER);

    private RateLimitInput() {}

    /** @param project null for a limit of the whole organization */
    static LimitRule read(JsonInput input, @Nullable String project) {
        Scope scope = project == null
                ? input.choice("scope", OF_ORGANIZATION, Scope.ORGANIZATION)
                : input.choice("scope", OF_PROJECT, Scope.PROJECT);
        Optional<String> key = input.optionalText("api_key_id", LONGEST);
        if (key.isPresent() != (scope == Scope.KEY)) {
            input.problem("api_key_id", "must be given for the scope key, and for no other");
        }
        String model = input.text("model", LONGEST);
        LimitNumbers numbers = LimitNumbers.NONE.changedBy(input);
        input.finish();
        return new LimitRule(
                scope, project, key.orElse(null), model.equals(RateLimitInfo.ALL_MODELS) ? null : model, numbers);
    }

    static LimitNumbers change(JsonInput input, LimitNumbers now) {
        LimitNumbers changed = now.changedBy(input);
        input.finish();
        return changed;
    }
}
