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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** OpenAI's admin keys of an organization, each with a role. Who sees them could not use them, but only owners need to. */
@Path("/v1/organization/admin_api_keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class AdminKeysResource {

    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

    private final AdminKeys keys;
    private final Caller caller;
    private final ObjectMapper json;

    AdminKeysResource(AdminKeys keys, Caller caller, ObjectMapper json) {
        this.keys = keys;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<AdminKey> create(byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", ProjectsResource.LONGEST_NAME);
        Role role = input.choice("role", Role.WORDS, Role.OWNER);
        Optional<String> project = input.optionalText("project_id", ProjectsResource.LONGEST_NAME);
        if (role.isOfOneProject() != project.isPresent()) {
            input.problem("project_id", "must be given for the roles project_admin and member, and for no other");
        }
        KeyOwners.Wanted owner = KeyOwners.Wanted.read(input);
        Optional<Duration> lifetime =
                input.optionalInteger("expires_in_seconds", 1, MOST_SECONDS).map(Duration::ofSeconds);
        input.finish();
        return keys.create(caller, name, new Authority(role, project.orElse(null)), owner, lifetime);
    }

    @GET
    public Uni<Listing<AdminKey>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        boolean descending = query.choice("order", Set.of("asc", "desc"), "asc").equals("desc");
        query.finish();
        return keys.list(caller.organization(), page, descending);
    }

    @GET
    @Path("/{admin_key}")
    public Uni<AdminKey> find(@PathParam("admin_key") String key) {
        return keys.find(caller.organization(), key);
    }

    @DELETE
    @Path("/{admin_key}")
    public Uni<AdminKey.Deleted> revoke(@PathParam("admin_key") String key) {
        return keys.revoke(caller, key);
    }
}
