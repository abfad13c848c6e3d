package io.tollgate.billing.invoice;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.ApiException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.YearMonth;

/** The organization's invoice of a month: a draft until it is final. */
@Path("/v1/invoices/{month: \\d{4}-\\d{2}}")
class InvoicesResource {

    private final Invoices invoices;
    private final InvoicePdf pdf;
    private final Caller caller;

    InvoicesResource(Invoices invoices, InvoicePdfs pdfs, Caller caller) {
        this.invoices = invoices;
        this.pdf = pdfs.pdf();
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<InvoiceView> json(@PathParam("month") String month) {
        return invoices.of(caller.organization(), parse(month)).map(InvoiceView::of);
    }

    @GET
    @Path("/csv")
    @Produces("text/csv")
    public Uni<String> csv(@PathParam("month") String month) {
        return invoices.of(caller.organization(), parse(month)).map(InvoiceCsv::write);
    }

    @GET
    @Path("/pdf")
    @Produces("application/pdf")
    public Uni<byte[]> pdf(@PathParam("month") String month) {
        return invoices.of(caller.organization(), parse(month))
                .chain(invoice ->
                        invoices.projectNames(invoice.organization()).map(names -> pdf.write(invoice, names)));
    }

    private static YearMonth parse(String month) {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException malformed) {
            throw ApiException.notFound("month", month);
        }
    }
}
