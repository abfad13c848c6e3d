package io.tollgate.billing.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A user of a project in OpenAI's shape.
 *
 * @param role owner or member
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProjectUser(String object, String id, String name, String email, String role, long addedAt) {

    static ProjectUser of(ProjectMemberEntity membership, UserEntity user) {
        return new ProjectUser(
                "organization.project.user",
                user.id,
                user.name,
                user.email,
                membership.role,
                membership.createdAt.toEpochSecond());
    }

    /** The answer to a removal. */
    record Deleted(String object, String id, boolean deleted) {}
}
