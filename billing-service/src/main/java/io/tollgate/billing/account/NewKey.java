package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A key with its secret, which is shown here and never again.
 *
 * @param value the secret
 * @param previousSecretExpiresAt until when the secret before this one is accepted; absent for a new key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record NewKey(
        String object,
        @JsonProperty("value") String value,
        String name,
        long createdAt,
        String id,
        @Nullable Long previousSecretExpiresAt) {

    static NewKey of(String object, ApiKeyEntity key, Secret secret) {
        return new NewKey(
                object,
                secret.reveal(),
                key.name,
                key.createdAt.toEpochSecond(),
                key.id,
                ApiKey.seconds(key.previousExpiresAt));
    }

    @Override
    public String toString() {
        return "NewKey[id=" + id + "]";
    }
}
