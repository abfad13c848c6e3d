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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** OpenAI's users of an organization. Where OpenAI invites, an owner adds the user here: nobody logs in. */
@Path("/v1/organization/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class UsersResource {

    private static final Map<String, String> ROLES = Map.of("owner", "owner", "reader", "reader", "member", "member");

    private final Users users;
    private final Caller caller;
    private final ObjectMapper json;

    UsersResource(Users users, Caller caller, ObjectMapper json) {
        this.users = users;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<User> add(byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String email = EmailAddress.read(input, "email");
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        String role = input.requiredChoice("role", ROLES);
        input.finish();
        return users.add(caller.actor(), email, name, role);
    }

    @GET
    public Uni<Listing<User>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        List<String> emails = query.list("emails").stream()
                .map(email -> email.toLowerCase(Locale.ROOT))
                .toList();
        query.finish();
        return users.list(caller.organization(), page, emails);
    }

    @GET
    @Path("/{user}")
    public Uni<User> find(@PathParam("user") String user) {
        return users.find(caller.organization(), user);
    }

    @POST
    @Path("/{user}")
    public Uni<User> changeRole(@PathParam("user") String user, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String role = input.requiredChoice("role", ROLES);
        input.finish();
        return users.changeRole(caller.actor(), user, role);
    }

    @DELETE
    @Path("/{user}")
    public Uni<User.Deleted> remove(@PathParam("user") String user) {
        return users.remove(caller, user);
    }
}
