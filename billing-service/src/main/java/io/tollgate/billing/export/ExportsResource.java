package io.tollgate.billing.export;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.invoice.InvoiceConfig;
import io.tollgate.billing.invoice.Invoices;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.YearMonth;

/** A month's charges for other tools. */
@Path("/v1/export")
class ExportsResource {

    private final Invoices invoices;
    private final InvoiceConfig config;
    private final Caller caller;

    ExportsResource(Invoices invoices, InvoiceConfig config, Caller caller) {
        this.invoices = invoices;
        this.config = config;
        this.caller = caller;
    }

    /** FOCUS 1.2 as CSV. */
    @GET
    @Path("/focus")
    @Produces("text/csv")
    public Uni<String> focus(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        YearMonth month = query.month("month");
        query.finish();
        return invoices.of(caller.organization(), month).map(invoice -> FocusExport.csv(invoice, config.issuer()));
    }
}
