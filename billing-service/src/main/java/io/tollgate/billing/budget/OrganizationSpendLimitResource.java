package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** OpenAI's hard spend limit of an organization. */
@Path("/v1/organization/spend_limit")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class OrganizationSpendLimitResource {

    private final SpendLimits limits;
    private final Caller caller;

    OrganizationSpendLimitResource(SpendLimits limits, Caller caller) {
        this.limits = limits;
        this.caller = caller;
    }

    @POST
    public Uni<SpendLimit> set(byte[] body) {
        return limits.set(Scope.ORGANIZATION, caller.organization(), body);
    }

    @GET
    public Uni<SpendLimit> find() {
        return limits.find(Scope.ORGANIZATION, caller.organization());
    }

    @DELETE
    public Uni<SpendLimit.Deleted> delete() {
        return limits.delete(Scope.ORGANIZATION, caller.organization());
    }
}
