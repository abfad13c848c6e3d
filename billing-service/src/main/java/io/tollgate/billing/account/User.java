package io.tollgate.billing.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A user of an organization in OpenAI's shape.
 *
 * @param role owner, reader, or member: only what its projects give
 */
@JsonNaming(SnakeCaseStrategy.class)
record User(String object, String id, String name, String email, String role, long addedAt) {

    static User of(UserEntity entity) {
        return new User(
                "organization.user",
                entity.id,
                entity.name,
                entity.email,
                entity.role,
                entity.createdAt.toEpochSecond());
    }

    /** The answer to a removal. */
    record Deleted(String object, String id, boolean deleted) {}
}
