package io.tollgate.billing.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A user of an organization. A removed one stays: the audit trail and the usage of its keys name it. */
@Entity
@Table(name = "organization_user")
class UserEntity {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "email", nullable = false, updatable = false)
    String email;

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
    protected UserEntity() {}

    UserEntity(String id, String organization, String email, String name, String role, OffsetDateTime createdAt) {
        this.id = id;
        this.organization = organization;
        this.email = email;
        this.name = name;
        this.role = role;
        this.createdAt = createdAt;
    }
}
