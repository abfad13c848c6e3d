package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import io.tollgate.contracts.event.RateLimit.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitRuleTest {

    @Test
    void shouldKeepTheSmallestOfLimitsThatCountTheSameAndLeaveOthersAlone() {
        // Given
        List<LimitRule> rules = List.of(
                rule(Scope.END_USER, null, null, 10),
                rule(Scope.END_USER, "proj_1", null, 4),
                rule(Scope.PROJECT, "proj_2", null, 1),
                rule(Scope.KEY, "proj_1", "key_2", 2),
                rule(Scope.KEY, "proj_1", "key_1", 3));

        // When
        List<RateLimit> limits = LimitRule.forKey(rules, "proj_1", "key_1");

        // Then
        assertThat(limits)
                .containsExactly(
                        new RateLimit(Scope.END_USER, null, Kind.REQUESTS_PER_MINUTE, 4),
                        new RateLimit(Scope.KEY, null, Kind.REQUESTS_PER_MINUTE, 3));
    }

    @Test
    void shouldPublishTheSameForEveryOrderOfTheRules() {
        // Given
        List<LimitRule> rules = new ArrayList<>(List.of(
                rule(Scope.END_USER, null, null, 10),
                rule(Scope.END_USER, "proj_1", null, 4),
                rule(Scope.ORGANIZATION, null, null, 7),
                rule(Scope.PROJECT, "proj_1", null, 1)));
        List<RateLimit> expected = LimitRule.forKey(rules, "proj_1", "key_1");

        for (long seed = 0; seed < 50; seed++) {
            // When
            Collections.shuffle(rules, new Random(seed));

            // Then
            assertThat(LimitRule.forKey(rules, "proj_1", "key_1"))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    private static LimitRule rule(Scope scope, @Nullable String project, @Nullable String key, long requests) {
        return new LimitRule(scope, project, key, null, new LimitNumbers(requests, null, null, null));
    }
}
