package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.ForOwners;
import io.tollgate.billing.account.Projects;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** OpenAI's hard spend limit of a project. */
@Path("/v1/organization/projects/{project}/spend_limit")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ProjectSpendLimitResource {

    private final SpendLimits limits;
    private final Projects projects;
    private final Caller caller;

    ProjectSpendLimitResource(SpendLimits limits, Projects projects, Caller caller) {
        this.limits = limits;
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    @ForOwners
    public Uni<SpendLimit> set(@PathParam("project") String project, byte[] body) {
        return requireProject(project).chain(() -> limits.set(Scope.PROJECT, project, body));
    }

    @GET
    public Uni<SpendLimit> find(@PathParam("project") String project) {
        return requireProject(project).chain(() -> limits.find(Scope.PROJECT, project));
    }

    @DELETE
    @ForOwners
    public Uni<SpendLimit.Deleted> delete(@PathParam("project") String project) {
        return requireProject(project).chain(() -> limits.delete(Scope.PROJECT, project));
    }

    private Uni<Void> requireProject(String project) {
        return projects.find(caller.organization(), project).replaceWithVoid();
    }
}
