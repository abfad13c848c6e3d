package io.tollgate.billing.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;

/** OpenAI's API keys of a project. Deleting one revokes it everywhere within a second. */
@Path("/v1/organization/projects/{project}/api_keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ApiKeysResource {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

    private final ApiKeys keys;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;

    ApiKeysResource(ApiKeys keys, Caller caller, ObjectMapper json, Clock clock) {
        this.keys = keys;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @ForMembers
    public Uni<NewKey> create(@PathParam("project") String project, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        KeySettings settings = KeySettings.named(name).changedBy(input, clock.instant());
        KeyOwners.Wanted owner = KeyOwners.Wanted.read(input);
        input.finish();
        return keys.create(caller, project, owner, settings);
    }

    @GET
    public Uni<Listing<ApiKey>> list(@PathParam("project") String project, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return keys.list(caller.organization(), project, page);
    }

    @GET
    @Path("/{key}")
    public Uni<ApiKey> find(@PathParam("project") String project, @PathParam("key") String key) {
        return keys.find(caller.organization(), project, key);
    }

    /** What is left out stays as it is; {@code "expires_at": null} takes the expiry away. */
    @POST
    @Path("/{key}")
    public Uni<ApiKey> change(@PathParam("project") String project, @PathParam("key") String key, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        KeySettings.named("checked").changedBy(input, clock.instant());
        input.finish();
        return keys.change(caller, project, key, settings -> settings.changedBy(input, clock.instant()));
    }

    /** A new secret for the same key: its limits, budgets and usage stay with it. */
    @POST
    @Path("/{key}/rotate")
    @ForMembers
    public Uni<NewKey> rotate(@PathParam("project") String project, @PathParam("key") String key, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        long overlap = input.integer("overlap_seconds", 0, LONGEST_OVERLAP.toSeconds());
        input.finish();
        return keys.rotate(caller, project, key, Duration.ofSeconds(overlap));
    }

    @DELETE
    @Path("/{key}")
    @ForMembers
    public Uni<ApiKey.Deleted> revoke(@PathParam("project") String project, @PathParam("key") String key) {
        return keys.revoke(caller, project, key);
    }
}
