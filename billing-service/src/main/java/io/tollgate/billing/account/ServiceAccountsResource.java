package io.tollgate.billing.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** OpenAI's service accounts of a project. */
@Path("/v1/organization/projects/{project}/service_accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ServiceAccountsResource {

    private final ServiceAccounts accounts;
    private final Caller caller;
    private final ObjectMapper json;

    ServiceAccountsResource(ServiceAccounts accounts, Caller caller, ObjectMapper json) {
        this.accounts = accounts;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<ServiceAccount> create(@PathParam("project") String project, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        input.finish();
        return accounts.create(caller.organization(), project, name);
    }

    @GET
    public Uni<Listing<ServiceAccount>> list(@PathParam("project") String project, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return accounts.list(caller.organization(), project, page);
    }
}
