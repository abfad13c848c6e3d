package io.tollgate.billing.account;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/** A user's role in a project. */
@Entity
@Table(name = "project_member")
class ProjectMemberEntity {

    @EmbeddedId
    Key id;

    @Column(name = "role", nullable = false)
    String role;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    /** For Hibernate. */
    protected ProjectMemberEntity() {}

    ProjectMemberEntity(Key id, String role, OffsetDateTime createdAt) {
        this.id = id;
        this.role = role;
        this.createdAt = createdAt;
    }

    /** @param member the user's id */
    @Embeddable
    record Key(
            @Column(name = "project") String project,
            @Column(name = "member") String member) {}
}
