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
import java.util.Map;
import java.util.Optional;

/** OpenAI's users of a project. */
@Path("/v1/organization/projects/{project}/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ProjectUsersResource {

    private static final Map<String, String> ROLES = Map.of("owner", "owner", "member", "member");

    private final ProjectUsers users;
    private final Caller caller;
    private final ObjectMapper json;

    ProjectUsersResource(ProjectUsers users, Caller caller, ObjectMapper json) {
        this.users = users;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<ProjectUser> add(@PathParam("project") String project, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        Optional<String> id = input.optionalText("user_id", ProjectsResource.LONGEST_NAME);
        Optional<String> email = input.optionalText("email", EmailAddress.LONGEST);
        if (id.isPresent() == email.isPresent()) {
            input.problem("user_id", "must be given, or else email, and not both");
        }
        String role = input.requiredChoice("role", ROLES);
        input.finish();
        return users.add(caller.actor(), project, id, email, role);
    }

    @GET
    public Uni<Listing<ProjectUser>> list(@PathParam("project") String project, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return users.list(caller.organization(), project, page);
    }

    @GET
    @Path("/{user}")
    public Uni<ProjectUser> find(@PathParam("project") String project, @PathParam("user") String user) {
        return users.find(caller.organization(), project, user);
    }

    @POST
    @Path("/{user}")
    public Uni<ProjectUser> changeRole(
            @PathParam("project") String project, @PathParam("user") String user, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String role = input.requiredChoice("role", ROLES);
        input.finish();
        return users.changeRole(caller.actor(), project, user, role);
    }

    @DELETE
    @Path("/{user}")
    public Uni<ProjectUser.Deleted> remove(@PathParam("project") String project, @PathParam("user") String user) {
        return users.remove(caller.actor(), project, user);
    }
}
