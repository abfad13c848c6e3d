package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * An API key in OpenAI's shape.
 *
 * @param lastUsedAt always null: no request writes to the key
 * @param ownerProjectAccess inactive once the key was revoked
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record ApiKey(
        String object,
        String redactedValue,
        String name,
        long createdAt,
        @Nullable Long lastUsedAt,
        String id,
        String ownerProjectAccess,
        Owner owner) {

    static ApiKey of(ApiKeyEntity key) {
        ServiceAccountEntity owner = key.serviceAccount;
        return new ApiKey(
                "organization.project.api_key",
                key.redactedValue,
                key.name,
                key.createdAt.toEpochSecond(),
                null,
                key.id,
                key.status.equals(KeyStatus.ACTIVE.stored()) ? "active" : "inactive",
                new Owner(
                        "service_account",
                        new OwningAccount(owner.id, owner.name, owner.createdAt.toEpochSecond(), owner.role)));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Owner(String type, OwningAccount serviceAccount) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record OwningAccount(String id, String name, long createdAt, String role) {}

    /** The answer to a revocation. */
    record Deleted(String object, String id, boolean deleted) {}
}
