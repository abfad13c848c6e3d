package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** OpenAI's API keys of a project. Deleting one revokes it everywhere within a second. */
@Path("/v1/organization/projects/{project}/api_keys")
@Produces(MediaType.APPLICATION_JSON)
class ApiKeysResource {

    private final ApiKeys keys;
    private final Caller caller;

    ApiKeysResource(ApiKeys keys, Caller caller) {
        this.keys = keys;
        this.caller = caller;
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

    @DELETE
    @Path("/{key}")
    public Uni<ApiKey.Deleted> revoke(@PathParam("project") String project, @PathParam("key") String key) {
        return keys.revoke(caller.organization(), project, key);
    }
}
