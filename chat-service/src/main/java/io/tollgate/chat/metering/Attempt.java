package io.tollgate.chat.metering;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a provider answer, as it is known before the provider is called.
 *
 * @param attemptId UUIDv7: the reservation's, the outbox entry's and the usage row's identity
 * @param number 1 for the request's first attempt
 * @param provider the configured provider's name
 * @param model the provider's model
 * @param serviceTier the tier asked for, {@code default} if none
 * @param bound the most that it can consume; what an orphaned attempt is charged
 * @param traceParent W3C trace context of the call, null if it is not traced
 * @param operation what was asked for
 * @param tags the request's own, for reports and budgets
 * @param region the provider's, as its prices name it
 */
public record Attempt(
        UUID attemptId,
        UUID requestId,
        int number,
        Caller caller,
        @Nullable String endUser,
        String provider,
        String modelRequested,
        String model,
        String serviceTier,
        Usage bound,
        Instant startedAt,
        @Nullable String traceParent,
        Operation operation,
        Map<String, String> tags,
        @Nullable String region) {

    /** This attempt, had it been answered by another provider, at no cost. */
    public Attempt servedBy(String otherProvider, String otherModel) {
        return new Attempt(
                attemptId,
                requestId,
                number,
                caller,
                endUser,
                otherProvider,
                modelRequested,
                otherModel,
                serviceTier,
                bound,
                startedAt,
                traceParent,
                operation,
                tags,
                null);
    }
}
