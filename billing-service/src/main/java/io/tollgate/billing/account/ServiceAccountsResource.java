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
import java.util.Map;
import java.util.Optional;

/** OpenAI's service accounts of a project. */
@Path("/v1/organization/projects/{project}/service_accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ServiceAccountsResource {

    private static final Map<String, String> ROLES = Map.of("owner", "owner", "member", "member", "none", "none");

    private final ServiceAccounts accounts;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;

    ServiceAccountsResource(ServiceAccounts accounts, Caller caller, ObjectMapper json, Clock clock) {
        this.accounts = accounts;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @POST
    public Uni<ServiceAccount> create(@PathParam("project") String project, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        input.finish();
        return accounts.create(caller, project, name);
    }

    @GET
    public Uni<Listing<ServiceAccount>> list(@PathParam("project") String project, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return accounts.list(caller.organization(), project, page);
    }

    @GET
    @Path("/{account}")
    public Uni<ServiceAccount> find(@PathParam("project") String project, @PathParam("account") String account) {
        return accounts.find(caller.organization(), project, account);
    }

    @POST
    @Path("/{account}")
    public Uni<ServiceAccount> change(
            @PathParam("project") String project, @PathParam("account") String account, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        Optional<String> name = input.optionalText("name", ProjectsResource.LONGEST_NAME);
        Optional<String> role = input.isAbsent("role")
                ? Optional.empty()
                : Optional.of(input.choice("role", ROLES, ServiceAccountEntity.MEMBER));
        input.finish();
        return accounts.change(caller, project, account, new ServiceAccount.Changes(name, role));
    }

    @POST
    @Path("/{account}/api_keys")
    public Uni<NewKey> createKey(
            @PathParam("project") String project, @PathParam("account") String account, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        KeySettings settings = KeySettings.named(name).changedBy(input, clock.instant());
        input.finish();
        return accounts.createKey(caller, project, account, settings);
    }

    @DELETE
    @Path("/{account}")
    public Uni<ServiceAccount.Deleted> delete(
            @PathParam("project") String project, @PathParam("account") String account) {
        return accounts.delete(caller, project, account);
    }
}
