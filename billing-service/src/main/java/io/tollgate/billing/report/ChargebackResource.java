package io.tollgate.billing.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.ledger.Label;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.YearMonth;
import java.util.Optional;

/** A month's charges by project, or by the values of a label that callers gave their requests. */
@Path("/v1/organization/chargeback")
@Produces(MediaType.APPLICATION_JSON)
class ChargebackResource {

    private final Chargeback chargeback;
    private final Caller caller;

    ChargebackResource(Chargeback chargeback, Caller caller) {
        this.chargeback = chargeback;
        this.caller = caller;
    }

    @GET
    public Uni<Chargeback.Sheet> report(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        YearMonth month = query.month("month");
        Optional<String> tag = query.text("tag");
        query.finish();
        return tag.map(name -> chargeback.byTag(caller.organization(), month, Label.key(name)))
                .orElseGet(() -> chargeback.byProject(caller.organization(), month));
    }
}
