package io.tollgate.billing.price;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Propose, compare, approve and publish prices; the operator's owners alone. */
@Path("/v1/prices")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class PriceProposalsResource {

    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    private static final Map<String, Boolean> FLAG = Map.of("true", true, "false", false);

    private final Proposals proposals;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;

    PriceProposalsResource(Proposals proposals, Operator operator, Caller caller, ObjectMapper json, Clock clock) {
        this.proposals = proposals;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Path("/proposals")
    public Uni<Proposal> create(byte[] body) {
        operator.require(caller);
        return proposals.create(caller.actor(), ProposalInput.read(json, body));
    }

    /** Proposes what LiteLLM's price file, sent as it is, says and the book does not. */
    @POST
    @Path("/imports/litellm")
    public Uni<Proposal> importLiteLlm(@Context UriInfo uri, byte[] body) {
        operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        Set<String> providers = Set.copyOf(query.list("providers"));
        long from = query.integer("effective_from", 0, LATEST, clock.instant().getEpochSecond());
        Optional<String> source = query.text("source");
        query.finish();
        LiteLlmFile file =
                new LiteLlmFile(ProposalInput.tree(json, body), Instant.ofEpochSecond(from), source.orElse("litellm"));
        return proposals.propose(caller.actor(), "import of " + file.source(), file.prices(providers));
    }

    @GET
    @Path("/proposals")
    public Uni<Listing<Proposal>> list(@Context UriInfo uri) {
        String organization = operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return proposals
                .list(organization, page.after(), page.limit() + 1)
                .map(found -> Listing.of(found, page.limit(), Proposal::id));
    }

    /** What each proposed price would supersede. */
    @GET
    @Path("/proposals/{proposal}/diff")
    public Uni<List<Changes.Change>> difference(@PathParam("proposal") String proposal) {
        return proposals.difference(operator.require(caller), proposal);
    }

    @POST
    @Path("/proposals/{proposal}/approve")
    public Uni<Proposal> approve(@PathParam("proposal") String proposal, byte[] body) {
        operator.require(caller);
        boolean seen = false;
        if (body.length > 0) {
            JsonInput input = JsonInput.parse(json, body);
            seen = input.choice("accept_findings", FLAG, false);
            input.finish();
        }
        return proposals.decide(caller.actor(), proposal, true, seen);
    }

    @POST
    @Path("/proposals/{proposal}/reject")
    public Uni<Proposal> reject(@PathParam("proposal") String proposal) {
        operator.require(caller);
        return proposals.decide(caller.actor(), proposal, false, false);
    }

    @POST
    @Path("/proposals/{proposal}/publish")
    public Uni<Proposal> publish(@PathParam("proposal") String proposal) {
        operator.require(caller);
        return proposals.publish(caller.actor(), proposal);
    }
}
