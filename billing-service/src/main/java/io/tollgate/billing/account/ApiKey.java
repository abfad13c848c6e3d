package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An API key in OpenAI's shape, with what Tollgate knows beyond it.
 *
 * @param lastUsedAt always null: no request writes to the key
 * @param ownerProjectAccess inactive once the key was revoked
 * @param previousSecretExpiresAt until when the secret before the last rotation is accepted; null if there is none
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
        Owner owner,
        @Nullable Long expiresAt,
        List<String> allowedModels,
        List<String> scopes,
        Map<String, String> metadata,
        @Nullable Long previousSecretExpiresAt) {

    static ApiKey of(ApiKeyEntity key) {
        KeySettings settings = key.settings();
        return new ApiKey(
                "organization.project.api_key",
                key.redactedValue,
                key.name,
                key.createdAt.toEpochSecond(),
                null,
                key.id,
                key.isActive() ? "active" : "inactive",
                Owner.of(key),
                seconds(key.expiresAt),
                settings.allowedModels(),
                settings.scopes(),
                settings.metadata(),
                seconds(key.previousExpiresAt));
    }

    static @Nullable Long seconds(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toEpochSecond();
    }

    /** A user or a service account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Owner(
            String type,
            @Nullable OwningUser user,
            @Nullable OwningAccount serviceAccount) {

        static Owner of(ApiKeyEntity key) {
            UserEntity user = key.ownerUser;
            if (user != null) {
                return new Owner(
                        "user",
                        new OwningUser(user.id, user.name, user.email, user.createdAt.toEpochSecond(), user.role),
                        null);
            }
            ServiceAccountEntity account = Objects.requireNonNull(key.serviceAccount);
            return new Owner(
                    "service_account",
                    null,
                    new OwningAccount(account.id, account.name, account.createdAt.toEpochSecond(), account.role));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record OwningUser(String id, String name, String email, long createdAt, String role) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record OwningAccount(String id, String name, long createdAt, String role) {}

    /** The answer to a revocation. */
    record Deleted(String object, String id, boolean deleted) {}
}
