package io.tollgate.moderation.content;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "content_key")
class ContentKeyEntity {

    @Id
    @Column(name = "key_id")
    UUID keyId;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "version", nullable = false)
    long version;

    @Column(name = "public_key", nullable = false, updatable = false)
    String publicKey;

    @Column(name = "wrapped_private_key")
    byte @Nullable [] wrappedPrivateKey;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "destroyed_at")
    @Nullable
    OffsetDateTime destroyedAt;

    @Column(name = "destroyed_by")
    @Nullable
    String destroyedBy;

    @Column(name = "announced", nullable = false)
    boolean announced;

    /** For Hibernate. */
    protected ContentKeyEntity() {}

    ContentKeyEntity(
            UUID keyId,
            String organization,
            long version,
            String publicKey,
            byte[] wrappedPrivateKey,
            OffsetDateTime createdAt) {
        this.keyId = keyId;
        this.organization = organization;
        this.version = version;
        this.publicKey = publicKey;
        this.wrappedPrivateKey = wrappedPrivateKey.clone();
        this.createdAt = createdAt;
    }

    /** Nothing that was sealed for it can be read any more, by anybody. */
    void destroy(String actor, OffsetDateTime at) {
        wrappedPrivateKey = null;
        destroyedAt = at;
        destroyedBy = actor;
        version++;
        announced = false;
    }
}
