package io.tollgate.billing.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "project")
class ProjectEntity {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "name", nullable = false)
    String name;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "archived_at")
    @Nullable
    OffsetDateTime archivedAt;

    /** For Hibernate. */
    protected ProjectEntity() {}

    ProjectEntity(String id, String organization, String name, OffsetDateTime createdAt) {
        this.id = id;
        this.organization = organization;
        this.name = name;
        this.status = "active";
        this.createdAt = createdAt;
    }

    boolean isActive() {
        return status.equals("active");
    }

    void archive(OffsetDateTime at) {
        status = "archived";
        archivedAt = at;
    }
}
