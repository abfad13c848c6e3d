package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** A project in OpenAI's shape; instants in Unix seconds. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
public record Project(
        String id,
        String object,
        String name,
        long createdAt,
        @Nullable Long archivedAt,
        String status) {

    static Project of(ProjectEntity entity) {
        return new Project(
                entity.id,
                "organization.project",
                entity.name,
                entity.createdAt.toEpochSecond(),
                entity.archivedAt == null ? null : entity.archivedAt.toEpochSecond(),
                entity.status);
    }
}
