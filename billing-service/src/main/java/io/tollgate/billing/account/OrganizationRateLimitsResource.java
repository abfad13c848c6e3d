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

/** Rate limits of the whole organization, and of each end user whatever its project. */
@Path("/v1/organization/rate_limits")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class OrganizationRateLimitsResource {

    private final RateLimits limits;
    private final Caller caller;
    private final ObjectMapper json;

    OrganizationRateLimitsResource(RateLimits limits, Caller caller, ObjectMapper json) {
        this.limits = limits;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<RateLimitInfo> create(byte[] body) {
        LimitRule rule = RateLimitInput.read(JsonInput.parse(json, body), null);
        return limits.create(caller.actor(), rule);
    }

    @GET
    public Uni<Listing<RateLimitInfo>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return limits.list(caller.organization(), "", page);
    }

    /** What is left out stays as it is, null takes a limit away. */
    @POST
    @Path("/{rate_limit}")
    public Uni<RateLimitInfo> change(@PathParam("rate_limit") String limit, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        return limits.change(caller.actor(), "", limit, numbers -> RateLimitInput.change(input, numbers));
    }

    @DELETE
    @Path("/{rate_limit}")
    public Uni<RateLimitInfo.Deleted> delete(@PathParam("rate_limit") String limit) {
        return limits.delete(caller.actor(), "", limit);
    }
}
