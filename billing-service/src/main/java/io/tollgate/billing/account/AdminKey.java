package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An admin key in OpenAI's shape, with the role that Tollgate gives it.
 *
 * @param lastUsedAt always null: no request writes to the key
 * @param value the secret, in the answer to its creation only
 * @param role owner, reader, project_admin or member
 * @param projectId the project of the last two roles
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record AdminKey(
        String object,
        String id,
        String name,
        String redactedValue,
        long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt,
        Owner owner,
        String role,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String projectId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value) {

    static AdminKey of(AdminKeyEntity key, @Nullable Secret secret) {
        return new AdminKey(
                "organization.admin_api_key",
                key.id,
                key.name,
                key.redactedValue,
                key.createdAt.toEpochSecond(),
                ApiKey.seconds(key.expiresAt),
                null,
                Owner.of(key),
                key.role,
                key.project,
                secret == null ? null : secret.reveal());
    }

    @Override
    public String toString() {
        return "AdminKey[id=" + id + "]";
    }

    /** Who it belongs to. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Owner(String type, String object, String id, String name, long createdAt, String role) {

        static Owner of(AdminKeyEntity key) {
            UserEntity user = key.ownerUser;
            if (user != null) {
                return new Owner(
                        "user", "organization.user", user.id, user.name, user.createdAt.toEpochSecond(), user.role);
            }
            ServiceAccountEntity account = Objects.requireNonNull(key.serviceAccount);
            return new Owner(
                    "service_account",
                    "organization.service_account",
                    account.id,
                    account.name,
                    account.createdAt.toEpochSecond(),
                    account.role);
        }
    }

    /** The answer to a revocation. */
    record Deleted(String object, String id, boolean deleted) {}
}
