package io.tollgate.billing.price;

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
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The price book: everyone sees the list and its own prices; the operator adds markups and aliases. */
@Path("/v1/prices")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class PricesResource {

    private final Pool pool;
    private final PriceTable table;
    private final PriceTerms terms;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;

    PricesResource(Pool pool, PriceTable table, PriceTerms terms, Operator operator, Caller caller, ObjectMapper json) {
        this.pool = pool;
        this.table = table;
        this.terms = terms;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
    }

    /** Every version of every price, past, in force and to come, in the order of their ids. */
    @GET
    public Uni<Listing<PriceRow>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        Optional<String> provider = query.text("provider");
        Optional<String> model = query.text("model");
        PageRequest page = PageRequest.read(query);
        query.finish();
        String organization = caller.organization();
        return pool.withConnection(table::approved).map(book -> {
            List<PriceRow> found = book.stream()
                    .filter(price -> price.isList() || price.scope().equals(organization))
                    .filter(price -> provider.map(price.provider()::equals).orElse(true)
                            && model.map(price.model()::equals).orElse(true))
                    .map(PriceRow::of)
                    .filter(price -> price.id().compareTo(page.after()) > 0)
                    .sorted(Comparator.comparing(PriceRow::id))
                    .limit(page.limit() + 1L)
                    .toList();
            return Listing.of(found, page.limit(), PriceRow::id);
        });
    }

    @POST
    @Path("/markups")
    public Uni<Added> addMarkup(byte[] body) {
        operator.require(caller);
        return terms.addMarkup(caller.actor(), JsonInput.parse(json, body)).map(id -> new Added("price.markup", id));
    }

    @POST
    @Path("/aliases")
    public Uni<Added> addAlias(byte[] body) {
        operator.require(caller);
        return terms.addAlias(caller.actor(), JsonInput.parse(json, body)).map(id -> new Added("price.alias", id));
    }

    /** What was added. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Added(String object, String id) {}
}
