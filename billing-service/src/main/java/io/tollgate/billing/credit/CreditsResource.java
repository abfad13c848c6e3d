package io.tollgate.billing.credit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.operator.Operator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Credits: the operator enters them, every organization sees its own. */
@Path("/v1/ledger/credits")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class CreditsResource {

    private final Credits credits;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;

    CreditsResource(Credits credits, Operator operator, Caller caller, ObjectMapper json) {
        this.credits = credits;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<Entered> create(byte[] body) {
        operator.require(caller);
        return credits.enter(CreditInput.read(JsonInput.parse(json, body)), caller.actor())
                .map(id -> new Entered("organization.credit.entered", id));
    }

    @GET
    public Uni<Listing<Credit>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return credits.list(caller.organization(), page.after(), page.limit() + 1)
                .map(found -> Listing.of(found, page.limit(), Credit::id));
    }

    /** The id of a new credit. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Entered(String object, String id) {}
}
