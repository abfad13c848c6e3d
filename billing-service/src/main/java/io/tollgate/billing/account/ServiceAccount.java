package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service account in OpenAI's shape.
 *
 * @param apiKey its first key, in the answer to its creation only
 */
@JsonNaming(SnakeCaseStrategy.class)
record ServiceAccount(
        String object,
        String id,
        String name,
        String role,
        long createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NewKey apiKey) {

    static ServiceAccount of(ServiceAccountEntity entity, @Nullable NewKey apiKey) {
        return new ServiceAccount(
                "organization.project.service_account",
                entity.id,
                entity.name,
                entity.role,
                entity.createdAt.toEpochSecond(),
                apiKey);
    }

    /** What a caller wants changed; what is empty stays. */
    record Changes(Optional<String> name, Optional<String> role) {}

    /** The answer to a deletion. */
    record Deleted(String object, String id, boolean deleted) {}
}
