package io.tollgate.billing.account;

import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.RateLimit;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
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

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "service_account", updatable = false)
    @Nullable
    ServiceAccountEntity serviceAccount;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "owner_user", updatable = false)
    @Nullable
    UserEntity ownerUser;

    @Column(name = "name", nullable = false)
    String name;

    @Column(name = "sha256", nullable = false)
    String sha256;

    @Column(name = "redacted_value", nullable = false)
    String redactedValue;

    @Column(name = "allowed_models", nullable = false)
    String allowedModels;

    @Column(name = "scopes", nullable = false)
    String scopes;

    @Column(name = "metadata", nullable = false)
    String metadata;

    @Column(name = "expires_at")
    @Nullable
    OffsetDateTime expiresAt;

    @Column(name = "previous_sha256")
    @Nullable
    String previousSha256;

    @Column(name = "previous_expires_at")
    @Nullable
    OffsetDateTime previousExpiresAt;

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
            String id, ProjectEntity project, KeyOwner owner, KeySettings settings, Secret secret, OffsetDateTime at) {
        this.id = id;
        this.organization = project.organization;
        this.project = project.id;
        this.serviceAccount = owner.serviceAccount();
        this.ownerUser = owner.user();
        this.name = settings.name();
        this.sha256 = secret.sha256();
        this.redactedValue = secret.redacted();
        this.allowedModels = JsonColumn.write(settings.allowedModels());
        this.scopes = JsonColumn.write(settings.scopes());
        this.metadata = JsonColumn.write(settings.metadata());
        this.expiresAt = settings.expiresAt();
        this.status = KeyStatus.ACTIVE.stored();
        this.version = 1;
        this.createdAt = at;
    }

    KeySettings settings() {
        return new KeySettings(
                name,
                JsonColumn.texts(allowedModels),
                JsonColumn.texts(scopes),
                JsonColumn.textMap(metadata),
                expiresAt);
    }

    void change(KeySettings settings) {
        name = settings.name();
        allowedModels = JsonColumn.write(settings.allowedModels());
        scopes = JsonColumn.write(settings.scopes());
        metadata = JsonColumn.write(settings.metadata());
        expiresAt = settings.expiresAt();
        version++;
    }

    /**
     * Gives the key another secret. The one before stays accepted for the overlap; one from a rotation before that does
     * not any longer.
     */
    void rotate(Secret secret, OffsetDateTime previousUntil) {
        previousSha256 = sha256;
        previousExpiresAt = previousUntil;
        sha256 = secret.sha256();
        redactedValue = secret.redacted();
        version++;
    }

    boolean isActive() {
        return status.equals(KeyStatus.ACTIVE.stored());
    }

    String ownerId() {
        if (ownerUser != null) {
            return ownerUser.id;
        }
        return Objects.requireNonNull(serviceAccount, "a key belongs to a user or a service account").id;
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

    /** @param limits those that apply to this key, see {@link LimitRule#forKey} */
    AccessPublished published(boolean projectActive, List<RateLimit> limits) {
        KeyStatus shown = projectActive ? KeyStatus.ofStored(status) : KeyStatus.REVOKED;
        return new AccessPublished(
                version,
                id,
                sha256,
                shown.published(),
                organization,
                project,
                JsonColumn.texts(allowedModels),
                expiresAt == null ? null : expiresAt.toInstant(),
                limits,
                JsonColumn.texts(scopes),
                previousSha256 == null || previousExpiresAt == null
                        ? null
                        : new AccessPublished.PreviousSecret(previousSha256, previousExpiresAt.toInstant()));
    }
}
