package io.tollgate.billing.alert;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.QueryInput;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What was alerted, newest first, and to whom it went. */
@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
class AlertsResource {

    private static final String PAGE = """
            SELECT id, payload FROM alert WHERE organization = $1 AND ($2::uuid IS NULL OR id < $2)
            ORDER BY id DESC LIMIT $3""";
    private static final String ONE = "SELECT id, payload FROM alert WHERE organization = $1 AND id = $2";

    private final Pool pool;
    private final DeliveryLog log;
    private final Caller caller;

    AlertsResource(Pool pool, DeliveryLog log, Caller caller) {
        this.pool = pool;
        this.log = log;
        this.caller = caller;
    }

    @GET
    public Uni<Listing<Raised>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        Optional<UUID> after = parse(page.after());
        if (!page.after().isEmpty() && after.isEmpty()) {
            query.problem("after", "must be an alert's id");
        }
        query.finish();
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(caller.organization(), after.orElse(null), page.limit() + 1))
                .map(rows -> Listing.of(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(Raised::of)
                                .toList(),
                        page.limit(),
                        Raised::id));
    }

    @GET
    @Path("/{alert}/deliveries")
    public Uni<Listing<LoggedDelivery>> deliveries(@PathParam("alert") String alert, @Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        UUID id = parse(alert).orElseThrow(() -> ApiException.notFound("alert", alert));
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(caller.organization(), id))
                .invoke(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw ApiException.notFound("alert", alert);
                    }
                })
                .chain(() -> log.list(caller.organization(), id, page));
    }

    private static Optional<UUID> parse(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** An alert as it was published. */
    record Raised(String id, String payload) {

        static Raised of(Row row) {
            return new Raised(row.getUUID("id").toString(), row.getString("payload"));
        }

        @JsonValue
        @JsonRawValue
        String json() {
            return payload;
        }
    }
}
