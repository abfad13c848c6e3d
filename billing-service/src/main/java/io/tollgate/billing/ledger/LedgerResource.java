package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;

/** The ledger as its owner may see it: balances, and each attempt with how its cost came about. */
@Path("/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
class LedgerResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final TrialBalance balance;
    private final Attempts attempts;
    private final Caller caller;

    LedgerResource(TrialBalance balance, Attempts attempts, Caller caller) {
        this.balance = balance;
        this.attempts = attempts;
        this.caller = caller;
    }

    @GET
    @Path("/trial-balance")
    public Uni<TrialBalance.Sheet> trialBalance() {
        return balance.of(caller.organization());
    }

    @GET
    @Path("/attempts")
    public Uni<Attempts.Page> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        Optional<String> after = query.text("after");
        int limit = Math.toIntExact(query.integer("limit", 1, MOST, DEFAULT_LIMIT));
        after.filter(text -> parse(text).isEmpty())
                .ifPresent(text -> query.problem("after", "must be an attempt's id"));
        query.finish();
        return attempts.list(
                caller.organization(), after.flatMap(LedgerResource::parse).orElse(BEGINNING), limit);
    }

    @GET
    @Path("/attempts/{attempt}")
    public Uni<Attempts.Explanation> find(@PathParam("attempt") String attempt) {
        UUID id = parse(attempt).orElseThrow(() -> ApiException.notFound("attempt", attempt));
        return attempts.explain(caller.organization(), id);
    }

    private static Optional<UUID> parse(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
