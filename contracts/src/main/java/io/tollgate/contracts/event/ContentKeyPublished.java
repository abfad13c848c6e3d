package io.tollgate.contracts.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import java.util.UUID;

/**
 * The key that an organization's content is sealed with. Its private half is moderation-service's alone; destroying that makes
 * everything unreadable that was sealed for it, wherever it lies.
 *
 * @param version grows with every change; readers ignore older ones
 * @param organization whose content it seals
 * @param keyId names the key in what is sealed
 * @param publicKey X25519, as X.509 writes it, Base64
 * @param active false once the key was destroyed: nothing may be sealed for it any more
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ContentKeyPublished(long version, String organization, UUID keyId, String publicKey, boolean active) {

    public ContentKeyPublished {
        if (version < 1) {
            throw new IllegalArgumentException("version of a content key must be 1 or more: " + version);
        }
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(keyId, "key_id");
        Objects.requireNonNull(publicKey, "public_key");
    }
}
