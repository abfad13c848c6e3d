package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A service account in OpenAI's shape.
 *
 * @param apiKey its first key, in the answer to its creation only
 */
@JsonNaming(SnakeCaseStrategy.class)
record ServiceAccount(
        String object,
        String id,
        String name,
        String role,
        long createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NewKey apiKey) {

    static ServiceAccount of(ServiceAccountEntity entity, @Nullable NewKey apiKey) {
        return new ServiceAccount(
                "organization.project.service_account",
                entity.id,
                entity.name,
                entity.role,
                entity.createdAt.toEpochSecond(),
                apiKey);
    }

    /**
     * A key with its secret, which is shown here and never again.
     *
     * @param value the secret
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record NewKey(String object, @JsonProperty("value") String value, String name, long createdAt, String id) {

        @Override
        public String toString() {
            return "NewKey[id=" + id + "]";
        }
    }
}
