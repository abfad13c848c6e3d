package io.tollgate.billing.budget;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.ApiKeys;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.account.Projects;
import io.tollgate.billing.failure.ApiException;
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

/** Budgets with exact limits, over an organization, a project or a key. */
@Path("/v1/budgets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class BudgetsResource {

    private final Budgets budgets;
    private final Projects projects;
    private final ApiKeys keys;
    private final Identifiers identifiers;
    private final Caller caller;
    private final ObjectMapper json;

    BudgetsResource(
            Budgets budgets,
            Projects projects,
            ApiKeys keys,
            Identifiers identifiers,
            Caller caller,
            ObjectMapper json) {
        this.budgets = budgets;
        this.projects = projects;
        this.keys = keys;
        this.identifiers = identifiers;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<Budget> create(byte[] body) {
        BudgetDefinition budget =
                BudgetInput.read(JsonInput.parse(json, body), identifiers.next("budget"), caller.organization());
        return requireScope(budget).chain(() -> budgets.create(caller.actor(), budget, Origin.BUDGETS));
    }

    @GET
    public Uni<Listing<Budget>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return budgets.list(caller.organization(), Origin.ALL, "", page);
    }

    @GET
    @Path("/{budget}")
    public Uni<Budget> find(@PathParam("budget") String budget) {
        return budgets.find(caller.organization(), budget);
    }

    /** What is left out stays as it is. What a budget covers cannot be changed: that is another budget. */
    @POST
    @Path("/{budget}")
    public Uni<Budget> change(@PathParam("budget") String budget, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        return budgets.change(caller.actor(), budget, now -> BudgetInput.change(input, now));
    }

    @DELETE
    @Path("/{budget}")
    public Uni<Budget.Deleted> delete(@PathParam("budget") String budget) {
        return budgets.delete(caller.actor(), budget).replaceWith(new Budget.Deleted("budget.deleted", budget, true));
    }

    private Uni<Void> requireScope(BudgetDefinition budget) {
        return switch (budget.scope()) {
            case ORGANIZATION ->
                budget.scopeId().equals(budget.organization())
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(ApiException.notFound("organization", budget.scopeId()));
            case PROJECT ->
                projects.find(budget.organization(), budget.scopeId()).replaceWithVoid();
            case KEY -> keys.requireInOrganization(budget.organization(), budget.scopeId());
            // They name what no account holds.
            case END_USER, MODEL, TAG -> Uni.createFrom().voidItem();
        };
    }
}
