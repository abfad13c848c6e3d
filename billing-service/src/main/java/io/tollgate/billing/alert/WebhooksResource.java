package io.tollgate.billing.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.contracts.event.AlertRaised;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where alerts are posted, and the log of it. */
@Path("/v1/webhooks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class WebhooksResource {

    private static final int LONGEST_URL = 2_000;
    private static final List<String> KINDS = Arrays.stream(AlertRaised.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Webhooks webhooks;
    private final DeliveryLog log;
    private final AlertConfig config;
    private final Caller caller;
    private final ObjectMapper json;

    WebhooksResource(Webhooks webhooks, DeliveryLog log, AlertConfig config, Caller caller, ObjectMapper json) {
        this.webhooks = webhooks;
        this.log = log;
        this.config = config;
        this.caller = caller;
        this.json = json;
    }

    @POST
    public Uni<Webhook> create(byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        Optional<WebhookTarget> target =
                WebhookTarget.parse(input.text("url", LONGEST_URL), config.webhookPrivateAddresses());
        if (target.isEmpty()) {
            input.problem("url", "must be a URL that begins with https:// and has no user and no fragment");
        }
        List<String> kinds = input.texts("kinds", KINDS.size(), LONGEST_URL).orElse(List.of());
        if (!KINDS.containsAll(kinds)) {
            input.problem("kinds", "must be of " + String.join(", ", KINDS));
        }
        input.finish();
        return webhooks.create(caller.actor(), target.orElseThrow(), kinds);
    }

    @GET
    public Uni<Listing<Webhook>> list(@Context UriInfo uri) {
        return webhooks.list(caller.organization(), page(uri));
    }

    @GET
    @Path("/{webhook}")
    public Uni<Webhook> find(@PathParam("webhook") String webhook) {
        return webhooks.find(caller.organization(), webhook);
    }

    /** Newest first, each with its attempts. */
    @GET
    @Path("/{webhook}/deliveries")
    public Uni<Listing<LoggedDelivery>> deliveries(@PathParam("webhook") String webhook, @Context UriInfo uri) {
        PageRequest page = page(uri);
        return webhooks.find(caller.organization(), webhook)
                .chain(() -> log.list(caller.organization(), webhook, page));
    }

    @DELETE
    @Path("/{webhook}")
    public Uni<Webhook.Deleted> delete(@PathParam("webhook") String webhook) {
        return webhooks.delete(caller.actor(), webhook);
    }

    private static PageRequest page(UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        PageRequest page = PageRequest.read(query);
        query.finish();
        return page;
    }
}
