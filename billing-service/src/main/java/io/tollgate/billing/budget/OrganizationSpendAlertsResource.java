package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
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

/** OpenAI's spend alerts of an organization. */
@Path("/v1/organization/spend_alerts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class OrganizationSpendAlertsResource {

    private final SpendAlerts alerts;
    private final Caller caller;

    OrganizationSpendAlertsResource(SpendAlerts alerts, Caller caller) {
        this.alerts = alerts;
        this.caller = caller;
    }

    @POST
    public Uni<SpendAlert> create(byte[] body) {
        return alerts.create(Scope.ORGANIZATION, caller.organization(), body);
    }

    @GET
    public Uni<Listing<SpendAlert>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return alerts.list(Scope.ORGANIZATION, caller.organization(), page);
    }

    @GET
    @Path("/{spend_alert}")
    public Uni<SpendAlert> find(@PathParam("spend_alert") String alert) {
        return alerts.find(Scope.ORGANIZATION, caller.organization(), alert);
    }

    @POST
    @Path("/{spend_alert}")
    public Uni<SpendAlert> change(@PathParam("spend_alert") String alert, byte[] body) {
        return alerts.change(Scope.ORGANIZATION, caller.organization(), alert, body);
    }

    @DELETE
    @Path("/{spend_alert}")
    public Uni<SpendAlert.Deleted> delete(@PathParam("spend_alert") String alert) {
        return alerts.delete(Scope.ORGANIZATION, caller.organization(), alert);
    }
}
