package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who an API key is and what it may do. Key of the compacted topic: the key's id. State flows one way, from
 * billing-service to its readers; nothing on a request's path ever writes it.
 *
 * @param version grows with every change of this key, its project or its organization; readers ignore older ones
 * @param keyId the key's public id
 * @param keySha256 the secret's SHA-256 in lower-case hexadecimal; the secret itself is stored nowhere
 * @param status whether calls are accepted
 * @param organization who pays
 * @param project the key's project
 * @param allowedModels model names the key may ask for; empty for all
 * @param expiresAt first instant at which the key is no longer accepted
 * @param limits how much may be asked for at a time, of the key itself and of what it belongs to; empty for no limit
 * @param scopes wire names of the operations the key may ask for, see {@link UsageRecorded.Operation}; empty for all
 * @param previousSecret the secret before the last rotation, while it is still accepted besides the newest one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AccessPublished(
        long version,
        String keyId,
        String keySha256,
        Status status,
        String organization,
        String project,
        List<String> allowedModels,
        @Nullable Instant expiresAt,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<RateLimit> limits,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<String> scopes,

        @Nullable PreviousSecret previousSecret) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public AccessPublished {
        Objects.requireNonNull(keyId, "key_id");
        Objects.requireNonNull(keySha256, "key_sha256");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(project, "project");
        if (version < 1) {
            throw new IllegalArgumentException("version of key " + keyId + " must be 1 or more: " + version);
        }
        if (!SHA256.matcher(keySha256).matches()) {
            throw new IllegalArgumentException("key_sha256 of key " + keyId + " is not a SHA-256 in hexadecimal");
        }
        allowedModels = List.copyOf(Objects.requireNonNull(allowedModels, "allowed_models"));
        limits = limits == null ? List.of() : List.copyOf(limits);
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }

    /** A key whose secret was not rotated. */
    public AccessPublished(
            long version,
            String keyId,
            String keySha256,
            Status status,
            String organization,
            String project,
            List<String> allowedModels,
            @Nullable Instant expiresAt,
            @Nullable List<RateLimit> limits,
            @Nullable List<String> scopes) {
        this(version, keyId, keySha256, status, organization, project, allowedModels, expiresAt, limits, scopes, null);
    }

    /** Never null: a publisher that knows no limits leaves the field away. */
    @Override
    public List<RateLimit> limits() {
        return limits == null ? List.of() : limits;
    }

    /** Never null: a publisher that knows no scopes leaves the field away. */
    @Override
    public List<String> scopes() {
        return scopes == null ? List.of() : scopes;
    }

    /**
     * The secret that a rotation replaced.
     *
     * @param sha256 in lower-case hexadecimal
     * @param acceptedUntil first instant at which it is no longer accepted
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PreviousSecret(String sha256, Instant acceptedUntil) {

        public PreviousSecret {
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(acceptedUntil, "accepted_until");
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("sha256 of a previous secret is not a SHA-256 in hexadecimal");
            }
        }
    }

    /** Whether a key is accepted. */
    public enum Status {
        @JsonProperty("active")
        ACTIVE,
        /** The key, its project or its organization was revoked or archived. */
        @JsonProperty("revoked")
        REVOKED
    }
}
