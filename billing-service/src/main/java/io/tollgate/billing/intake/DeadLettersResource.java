package io.tollgate.billing.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists and replays dead letters; for the operator, because a letter may belong to nobody. */
@Path("/v1/ledger/dead-letters")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class DeadLettersResource {

    private static final int MOST = 1000;

    private final DeadLetterArchive archive;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;

    DeadLettersResource(DeadLetterArchive archive, Operator operator, Caller caller, ObjectMapper json) {
        this.archive = archive;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
    }

    @GET
    public Uni<Listing<DeadLetterArchive.Letter>> list(@Context UriInfo uri) {
        operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        Optional<String> reason = query.text("reason");
        PageRequest page = PageRequest.read(query);
        query.finish();
        return archive.list(reason, page.after(), page.limit() + 1)
                .map(found -> Listing.of(found, page.limit(), DeadLetterArchive.Letter::source));
    }

    @POST
    @Path("/replay")
    public Uni<Replayed> replay(byte[] body) {
        operator.require(caller);
        return archive.replay(caller.actor(), sources(body))
                .map(sent -> new Replayed("ledger.dead_letter.replay", sent));
    }

    private List<String> sources(byte[] body) {
        try {
            JsonNode sources = json.readTree(body).path("sources");
            if (!sources.isArray() || sources.isEmpty() || sources.size() > MOST) {
                throw ApiException.invalid(
                        "'sources' must be an array of 1 to " + MOST + " sources, as the list has them.", "sources");
            }
            List<String> texts = new ArrayList<>();
            sources.forEach(source -> texts.add(source.asText().replace('\0', '\uFFFD')));
            return texts;
        } catch (IOException malformed) {
            throw ApiException.invalid("The body is not valid JSON: " + malformed.getMessage(), null);
        }
    }

    /** @param sent how many were found and sent again */
    @JsonNaming(SnakeCaseStrategy.class)
    record Replayed(String object, int sent) {}
}
