package io.tollgate.billing.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** An admin key without its secret. */
@Entity
@Table(name = "admin_key")
class AdminKeyEntity {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "name", nullable = false, updatable = false)
    String name;

    @Column(name = "sha256", nullable = false, updatable = false)
    String sha256;

    @Column(name = "redacted_value", nullable = false, updatable = false)
    String redactedValue;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "bootstrap", nullable = false, updatable = false)
    boolean bootstrap;

    @Column(name = "role", nullable = false, updatable = false)
    String role;

    @Column(name = "project", updatable = false)
    @Nullable
    String project;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "owner_user", updatable = false)
    @Nullable
    UserEntity ownerUser;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "service_account", updatable = false)
    @Nullable
    ServiceAccountEntity serviceAccount;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "expires_at", updatable = false)
    @Nullable
    OffsetDateTime expiresAt;

    @Column(name = "revoked_at")
    @Nullable
    OffsetDateTime revokedAt;

    /** For Hibernate. */
    protected AdminKeyEntity() {}

    AdminKeyEntity(
            String id,
            String organization,
            String name,
            Authority authority,
            KeyOwner owner,
            Secret secret,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime expiresAt) {
        this.id = id;
        this.organization = organization;
        this.name = name;
        this.sha256 = secret.sha256();
        this.redactedValue = secret.redacted();
        this.status = KeyStatus.ACTIVE.stored();
        this.role = authority.role().stored();
        this.project = authority.project();
        this.ownerUser = owner.user();
        this.serviceAccount = owner.serviceAccount();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    boolean isActive() {
        return status.equals(KeyStatus.ACTIVE.stored());
    }

    void revoke(OffsetDateTime at) {
        status = KeyStatus.REVOKED.stored();
        revokedAt = at;
    }
}
