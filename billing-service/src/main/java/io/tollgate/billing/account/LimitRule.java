package io.tollgate.billing.account;

import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import io.tollgate.contracts.event.RateLimit.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much one scope may ask for.
 *
 * @param project null for a rule of the whole organization
 * @param key null unless the rule is of one key
 * @param model null for all models together
 */
record LimitRule(
        Scope scope,
        @Nullable String project,
        @Nullable String key,
        @Nullable String model,
        LimitNumbers numbers) {

    /**
     * What applies to a key. Where two rules count the same, for example end users limited by the organization and by the
     * project, the smaller one remains. Sorted, so that the same rules are always published the same.
     *
     * @param rules all of the key's organization
     */
    static List<RateLimit> forKey(List<LimitRule> rules, String project, String key) {
        Map<String, RateLimit> smallest = new TreeMap<>();
        for (LimitRule rule : rules) {
            boolean applies = (rule.project == null || rule.project.equals(project))
                    && (rule.key == null || rule.key.equals(key));
            if (applies) {
                rule.limits()
                        .forEach(limit -> smallest.merge(
                                limit.scope() + " " + limit.kind() + " " + limit.model(),
                                limit,
                                (one, other) -> one.limit() <= other.limit() ? one : other));
            }
        }
        return List.copyOf(smallest.values());
    }

    private List<RateLimit> limits() {
        List<RateLimit> limits = new ArrayList<>();
        add(limits, Kind.REQUESTS_PER_MINUTE, numbers.requestsPerMinute());
        add(limits, Kind.TOKENS_PER_MINUTE, numbers.tokensPerMinute());
        add(limits, Kind.REQUESTS_PER_DAY, numbers.requestsPerDay());
        add(limits, Kind.CONCURRENT_REQUESTS, numbers.concurrentRequests());
        return limits;
    }

    private void add(List<RateLimit> limits, Kind kind, @Nullable Long most) {
        if (most != null) {
            limits.add(new RateLimit(scope, model, kind, most));
        }
    }
}
