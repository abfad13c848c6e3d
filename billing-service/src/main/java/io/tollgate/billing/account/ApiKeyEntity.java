package io.tollgate.billing.account;

import io.tollgate.contracts.event.AccessPublished;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key without its secret. Change it only while its row is locked: its version orders what readers see. */
@Entity
@Table(name = "api_key")
class ApiKeyEntity {

    private static final String REVOKED_BY_API = "api";

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "project", nullable = false, updatable = false)
    String project;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "service_account", updatable = false)
    @SuppressWarnings("NullAway.Init")
    ServiceAccountEntity serviceAccount;

    @Column(name = "name", nullable = false)
    String name;

    @Column(name = "sha256", nullable = false, updatable = false)
    String sha256;

    @Column(name = "redacted_value", nullable = false, updatable = false)
    String redactedValue;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "version", nullable = false)
    long version;

    @Column(name = "bootstrap", nullable = false, updatable = false)
    boolean bootstrap;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "revoked_at")
    @Nullable
    OffsetDateTime revokedAt;

    @Column(name = "revoked_by")
    @Nullable
    String revokedBy;

    /** For Hibernate. */
    protected ApiKeyEntity() {}

    ApiKeyEntity(
            String id, String organization, ServiceAccountEntity owner, String name, Secret secret, OffsetDateTime at) {
        this.id = id;
        this.organization = organization;
        this.project = owner.project;
        this.serviceAccount = owner;
        this.name = name;
        this.sha256 = secret.sha256();
        this.redactedValue = secret.redacted();
        this.status = KeyStatus.ACTIVE.stored();
        this.version = 1;
        this.createdAt = at;
    }

    /**
     * For good, unlike a rotation.
     *
     * @return whether this changed anything
     */
    boolean revoke(OffsetDateTime at) {
        if (status.equals(KeyStatus.REVOKED.stored())) {
            return false;
        }
        status = KeyStatus.REVOKED.stored();
        revokedAt = at;
        revokedBy = REVOKED_BY_API;
        version++;
        return true;
    }

    AccessPublished published() {
        return new AccessPublished(
                version,
                id,
                sha256,
                KeyStatus.ofStored(status).published(),
                organization,
                project,
                List.of(),
                null,
                List.of(),
                List.of());
    }
}
