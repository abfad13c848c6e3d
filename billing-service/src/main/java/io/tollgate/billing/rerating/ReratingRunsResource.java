package io.tollgate.billing.rerating;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Rates a part of the organization's past again by the prices known now; a dry run tells the difference first. */
@Path("/v1/ledger/rerating-runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ReratingRunsResource {

    private final Runs runs;
    private final Caller caller;
    private final ObjectMapper json;

    ReratingRunsResource(Runs runs, Caller caller, ObjectMapper json) {
        this.runs = runs;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<RunResult> create(byte[] body) {
        return runs.run(caller.actor(), RunRequest.read(JsonInput.parse(json, body), caller.organization()));
    }

    @GET
    public Uni<Listing<Run>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return runs.list(caller.organization(), page.after(), page.limit() + 1)
                .map(found -> Listing.of(found, page.limit(), Run::id));
    }
}
