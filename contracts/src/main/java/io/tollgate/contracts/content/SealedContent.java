package io.tollgate.contracts.content;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import java.util.UUID;

/**
 * Content that only the holder of one private key can read. How it is sealed is said at {@link ContentSealer}.
 *
 * @param keyId which key opens it
 * @param data what is sealed, Base64
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SealedContent(UUID keyId, String data) {

    public SealedContent {
        Objects.requireNonNull(keyId, "key_id");
        Objects.requireNonNull(data, "data");
    }
}
