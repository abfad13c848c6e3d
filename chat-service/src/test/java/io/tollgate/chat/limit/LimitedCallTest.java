package io.tollgate.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import io.tollgate.contracts.event.RateLimit.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedCallTest {

    private static final Caller CALLER = new Caller("key_1", "org_1", "proj_1", Set.of());

    private static RateLimit limit(Scope scope, @Nullable String model, long limit) {
        return new RateLimit(scope, model, Kind.REQUESTS_PER_MINUTE, limit);
    }

    private static LimitedCall call(List<RateLimit> limits, Caller caller, String model, @Nullable String endUser) {
        return LimitedCall.of(limits, caller, model, endUser, 7, "holder");
    }

    private static List<String> names(LimitedCall call) {
        return call.counters().stream().map(LimitCounter::name).toList();
    }

    @Test
    void shouldCountByKeyProjectAndOrganization() {
        // When
        LimitedCall call = call(
                List.of(limit(Scope.KEY, null, 1), limit(Scope.PROJECT, null, 2), limit(Scope.ORGANIZATION, null, 3)),
                CALLER,
                "gpt-4o",
                null);

        // Then
        assertThat(names(call))
                .containsExactly(
                        "REQUESTS_PER_MINUTE:KEY:key_1",
                        "REQUESTS_PER_MINUTE:PROJECT:proj_1",
                        "REQUESTS_PER_MINUTE:ORGANIZATION:org_1");
    }

    @Test
    void shouldCountALimitOfAModelForThatModelOnly() {
        // Given
        List<RateLimit> limits = List.of(limit(Scope.KEY, "gpt-4o", 1), limit(Scope.KEY, null, 5));

        // When / Then
        assertThat(names(call(limits, CALLER, "gpt-4o", null))).hasSize(2).doesNotHaveDuplicates();
        assertThat(names(call(limits, CALLER, "gpt-4o-mini", null))).hasSize(1);
    }

    @Test
    void shouldCountEachEndUserApartAndCallsWithoutOneNotAtAll() {
        // Given
        List<RateLimit> limits = List.of(limit(Scope.END_USER, null, 1));

        // When
        List<String> anna = names(call(limits, CALLER, "gpt-4o", "anna"));
        List<String> bert = names(call(limits, CALLER, "gpt-4o", "bert"));
        List<String> nobody = names(call(limits, CALLER, "gpt-4o", null));

        // Then
        assertThat(anna).hasSize(1).doesNotContainAnyElementsOf(bert);
        assertThat(anna.getFirst()).doesNotContain("anna").hasSizeLessThan(100);
        assertThat(nobody).isEmpty();
    }

    @Test
    void shouldKeepTheLowerOfTwoLimitsThatCountTheSame() {
        // When
        LimitedCall call = call(List.of(limit(Scope.KEY, null, 9), limit(Scope.KEY, null, 4)), CALLER, "gpt-4o", null);

        // Then
        assertThat(call.counters()).hasSize(1);
        assertThat(call.counters().getFirst().rule().limit()).isEqualTo(4);
    }
}
