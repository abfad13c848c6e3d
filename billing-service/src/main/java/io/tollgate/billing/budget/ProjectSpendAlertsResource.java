package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.account.Projects;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.contracts.event.BudgetPublished.Scope;
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

/** OpenAI's spend alerts of a project. */
@Path("/v1/organization/projects/{project}/spend_alerts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ProjectSpendAlertsResource {

    private final SpendAlerts alerts;
    private final Projects projects;
    private final Caller caller;

    ProjectSpendAlertsResource(SpendAlerts alerts, Projects projects, Caller caller) {
        this.alerts = alerts;
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    public Uni<SpendAlert> create(@PathParam("project") String project, byte[] body) {
        return requireProject(project).chain(() -> alerts.create(Scope.PROJECT, project, body));
    }

    @GET
    public Uni<Listing<SpendAlert>> list(@PathParam("project") String project, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return requireProject(project).chain(() -> alerts.list(Scope.PROJECT, project, page));
    }

    @GET
    @Path("/{spend_alert}")
    public Uni<SpendAlert> find(@PathParam("project") String project, @PathParam("spend_alert") String alert) {
        return requireProject(project).chain(() -> alerts.find(Scope.PROJECT, project, alert));
    }

    @POST
    @Path("/{spend_alert}")
    public Uni<SpendAlert> change(
            @PathParam("project") String project, @PathParam("spend_alert") String alert, byte[] body) {
        return requireProject(project).chain(() -> alerts.change(Scope.PROJECT, project, alert, body));
    }

    @DELETE
    @Path("/{spend_alert}")
    public Uni<SpendAlert.Deleted> delete(
            @PathParam("project") String project, @PathParam("spend_alert") String alert) {
        return requireProject(project).chain(() -> alerts.delete(Scope.PROJECT, project, alert));
    }

    private Uni<Void> requireProject(String project) {
        return projects.find(caller.organization(), project).replaceWithVoid();
    }
}
