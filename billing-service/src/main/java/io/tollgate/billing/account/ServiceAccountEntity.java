package io.tollgate.billing.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "service_account")
class ServiceAccountEntity {

    static final String MEMBER = "member";

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "project", nullable = false, updatable = false)
    String project;

    @Column(name = "name", nullable = false)
    String name;

    @Column(name = "role", nullable = false)
    String role;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "removed_at")
    @Nullable
    OffsetDateTime removedAt;

    /** For Hibernate. */
    protected ServiceAccountEntity() {}

    ServiceAccountEntity(String id, String project, String name, OffsetDateTime createdAt) {
        this.id = id;
        this.project = project;
        this.name = name;
        this.role = MEMBER;
        this.createdAt = createdAt;
    }
}
