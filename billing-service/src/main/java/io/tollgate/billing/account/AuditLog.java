package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.billing.audit.AuditRecord;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An audit log in OpenAI's shape, with what the thing was before and after, and its place in the chain.
 *
 * @param details under the name of the type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record AuditLog(
        String object,
        String id,
        String type,
        long effectiveAt,
        @Nullable InProject project,
        Actor actor,
        Chain chain,
        @JsonAnyGetter Map<String, Details> details) {

    static AuditLog of(AuditRecord logged) {
        return new AuditLog(
                "organization.audit_log",
                logged.id(),
                logged.type(),
                logged.recordedAt().getEpochSecond(),
                logged.project() == null ? null : new InProject(logged.project()),
                Actor.of(logged),
                new Chain(logged.day(), logged.position(), logged.previousHash(), logged.hash()),
                Map.of(logged.type(), new Details(logged.subject(), logged.before(), logged.after())));
    }

    record InProject(String id) {}

    /** @param type api_key, or system for what the service did on its own account */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Actor(
            String type,
            @Nullable ActingKey apiKey,
            @Nullable String system) {

        static Actor of(AuditRecord logged) {
            return switch (logged.actorType()) {
                case "system" -> new Actor("system", null, logged.actorId());
                case "user" ->
                    new Actor(
                            "api_key",
                            new ActingKey(
                                    logged.actorKey(),
                                    "user",
                                    new ActingUser(logged.actorId(), logged.actorEmail()),
                                    null),
                            null);
                default ->
                    new Actor(
                            "api_key",
                            new ActingKey(
                                    logged.actorKey(), "service_account", null, new ActingAccount(logged.actorId())),
                            null);
            };
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record ActingKey(
            @Nullable String id,
            String type,
            @Nullable ActingUser user,
            @Nullable ActingAccount serviceAccount) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActingUser(String id, @Nullable String email) {}

    record ActingAccount(String id) {}

    /** Where it stands: the hash covers everything in the record and the hash before it. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Chain(LocalDate day, long position, String previousHash, String hash) {}

    /** What changed, null for what was not or is not there. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Details(
            String id,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {}
}
