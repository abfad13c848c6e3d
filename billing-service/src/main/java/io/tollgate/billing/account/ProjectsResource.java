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
import java.util.Set;

/** OpenAI's projects of an organization. */
@Path("/v1/organization/projects")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ProjectsResource {

    static final int LONGEST_NAME = 200;

    private final Projects projects;
    private final Caller caller;
    private final ObjectMapper json;

    ProjectsResource(Projects projects, Caller caller, ObjectMapper json) {
        this.projects = projects;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<Project> create(byte[] body) {
        return projects.create(caller.actor(), name(body));
    }

    /** Whose key is of one project sees that project. */
    @GET
    @ForEveryone
    public Uni<Listing<Project>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        String archived = query.choice("include_archived", Set.of("true", "false"), "false");
        query.finish();
        return projects.list(caller.organization(), caller.authority().project(), page, Boolean.parseBoolean(archived));
    }

    @GET
    @Path("/{project}")
    public Uni<Project> find(@PathParam("project") String project) {
        return projects.find(caller.organization(), project);
    }

    @POST
    @Path("/{project}")
    public Uni<Project> rename(@PathParam("project") String project, byte[] body) {
        return projects.rename(caller.actor(), project, name(body));
    }

    /** Its keys are refused everywhere within a second; there is no way back. */
    @POST
    @Path("/{project}/archive")
    @Consumes(MediaType.WILDCARD)
    @ForOwners
    public Uni<Project> archive(@PathParam("project") String project) {
        return projects.archive(caller.actor(), project);
    }

    private String name(byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        String name = input.text("name", LONGEST_NAME);
        input.finish();
        return name;
    }
}
