package io.tollgate.billing.reconciliation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.operator.Operator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/** Providers' bills: imported, compared, and adjusted on approval; the operator's owners alone. */
@Path("/v1/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
class ReconciliationsResource {

    private final Reconciliations reconciliations;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;

    ReconciliationsResource(Reconciliations reconciliations, Operator operator, Caller caller, ObjectMapper json) {
        this.reconciliations = reconciliations;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
    }

    /** The body is the bill: OpenAI's organization costs as JSON, or CSV with the columns day, model and usd. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, "text/csv"})
    public Uni<Reconciliation> create(@Context UriInfo uri, byte[] body) {
        operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        String provider = query.text("provider").orElse("");
        if (provider.isEmpty()) {
            query.problem("provider", "is required: whose bill it is");
        }
        String format = query.choice("format", Set.of("openai_costs", "csv"), "openai_costs");
        query.finish();
        if (body.length == 0) {
            throw ApiException.invalid("The body must be the bill.", null);
        }
        List<BillLine> bill = format.equals("csv") ? ProviderBill.ofCsv(body) : ProviderBill.ofOpenAiCosts(json, body);
        return reconciliations.create(caller.actor(), provider, format, bill);
    }

    @GET
    public Uni<Listing<Reconciliation>> list(@Context UriInfo uri) {
        String organization = operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return reconciliations
                .list(organization, page.after(), page.limit() + 1)
                .map(found -> Listing.of(found, page.limit(), Reconciliation::id));
    }

    /** Posts the difference as an adjustment. */
    @POST
    @Path("/{reconciliation}/approve")
    public Uni<Reconciliation> approve(@PathParam("reconciliation") String id) {
        operator.require(caller);
        return reconciliations.decide(caller.actor(), id, true);
    }

    /** Leaves the ledger as it is. */
    @POST
    @Path("/{reconciliation}/dismiss")
    public Uni<Reconciliation> dismiss(@PathParam("reconciliation") String id) {
        operator.require(caller);
        return reconciliations.decide(caller.actor(), id, false);
    }
}
