package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/organization/caller}: who an admin key belongs to and what it may do, for services that have no accounts. */
@Path("/v1/organization/caller")
@Produces(MediaType.APPLICATION_JSON)
class CallerResource {

    /**
     * Who asks.
     *
     * @param object always {@code organization.caller}
     * @param actorId the user or service account that the admin key belongs to
     * @param role {@code owner}, {@code reader}, {@code project_admin} or {@code member}
     * @param projectId the only project it may see, null for all
     */
    record CallerInfo(
            String object,
            @JsonProperty("organization_id") String organizationId,
            @JsonProperty("actor_id") String actorId,
            String role,
            @JsonProperty("project_id") @Nullable String projectId) {}

    private final Caller caller;

    CallerResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @ForEveryone
    public CallerInfo find() {
        return new CallerInfo(
                "organization.caller",
                caller.organization(),
                caller.actor().id(),
                caller.authority().role().stored(),
                caller.authority().project());
    }
}
