package io.tollgate.chat.metering;

import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended and what it consumed.
 *
 * @param modelBilled the model that the provider says answered, null if it did not say
 * @param serviceTier the tier that the provider says it billed, null if it did not say
 * @param responseId the provider's id of the answer, null if it gave none
 */
public record AttemptEnd(
        Status status,
        Usage usage,
        UsageSource source,
        @Nullable String modelBilled,
        @Nullable String serviceTier,
        @Nullable String responseId) {

    /** Nothing was consumed: the provider was not reached or refused, or the guard did. */
    public static AttemptEnd free(Status status) {
        return new AttemptEnd(status, Usage.NOT_REPORTED, UsageSource.NONE, null, null, null);
    }
}
