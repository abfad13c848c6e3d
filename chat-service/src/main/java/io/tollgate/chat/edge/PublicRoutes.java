package io.tollgate.chat.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.BodyReader;
import io.tollgate.chat.completion.ChatCompletionsHandler;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.model.ModelCatalog;
import io.tollgate.chat.route.Routes;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Every public route, in the order in which they are tried. They are plain Vert.x routes: the byte relay needs the response
 * itself, and one way of routing is enough.
 */
@ApplicationScoped
class PublicRoutes {

    private final ChatCompletionsHandler completions;
    private final AccessViews access;
    private final ModelCatalog models;
    private final ObjectMapper json;
    private final Forwarder billing;
    private final Forwarder moderation;
    private final int bodySizeMax;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    PublicRoutes(
            Vertx vertx,
            ChatCompletionsHandler completions,
            AccessViews access,
            Routes routes,
            ObjectMapper json,
            EdgeConfig config,
            InstantSource clock) {
        this.completions = completions;
        this.access = access;
        this.models = new ModelCatalog(routes, clock.instant());
        this.json = json;
        HttpClient http = vertx.createHttpClient();
        this.billing = new Forwarder(http, "billing", config.billingUrl(), config.timeout());
        this.moderation = new Forwarder(http, "moderation", config.moderationUrl(), config.timeout());
        this.bodySizeMax = config.bodySizeMax();
    }

    void register(@Observes Router router) {
        router.post("/v1/chat/completions").handler(context -> completions.handle(context.request()));
        router.get("/v1/models")
                .handler(authenticated((context, caller) -> answer(context, models.list(caller.allowedModels()))));
        router.getWithRegex("/v1/models/(?<id>.+)").handler(authenticated(this::findModel));
        router.post("/v1/moderations").handler(authenticated(this::moderate));
        router.route("/v1/organization/*").handler(this::administrate);
        router.route("/v1/*").handler(PublicRoutes::unknown);
    }

    private Handler<RoutingContext> authenticated(BiConsumer<RoutingContext, Caller> handler) {
        return context -> {
            context.response().putHeader("x-request-id", ids.generate().toString());
            switch (access.decide(context.request().getHeader("authorization"))) {
                case AccessDecision.Refused refused -> ErrorEnvelope.send(context.response(), refused.failure());
                case AccessDecision.Granted granted -> handler.accept(context, granted.caller());
            }
        };
    }

    private void findModel(RoutingContext context, Caller caller) {
        String id = context.pathParam("id");
        models.find(id, caller.allowedModels())
                .ifPresentOrElse(
                        model -> answer(context, model),
                        () -> ErrorEnvelope.send(
                                context.response(),
                                GatewayFailure.notFound(
                                        "model_not_found",
                                        "model",
                                        "The model '" + id + "' does not exist. GET /v1/models lists the models.")));
    }

    private void answer(RoutingContext context, Object body) {
        try {
            context.response()
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a model list cannot be written", impossible);
        }
    }

    private void moderate(RoutingContext context, Caller caller) {
        Map<String, String> headers = Map.of(
                "x-tollgate-organization", caller.organization(),
                "x-tollgate-project", caller.project(),
                "x-tollgate-key", caller.keyId(),
                "x-request-id", context.response().headers().get("x-request-id"));
        withBody(
                context.request(),
                body -> moderation.forward(context.request(), context.normalizedPath(), body, headers));
    }

    /** Administration has keys of its own, which billing-service checks: the edge knows only project keys. */
    private void administrate(RoutingContext context) {
        String requestId = ids.generate().toString();
        context.response().putHeader("x-request-id", requestId);
        String authorization = context.request().getHeader("authorization");
        Map<String, String> headers = authorization == null
                ? Map.of("x-request-id", requestId)
                : Map.of("x-request-id", requestId, "authorization", authorization);
        withBody(
                context.request(), body -> billing.forward(context.request(), context.normalizedPath(), body, headers));
    }

    private void withBody(HttpServerRequest request, Consumer<Buffer> handler) {
        BodyReader.read(request, bodySizeMax)
                .onSuccess(handler::accept)
                .onFailure(failure -> BodyReader.refuse(request, failure));
    }

    private static void unknown(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.path().equals("/v1/chat/completions") || request.path().equals("/v1/moderations")) {
            context.response().putHeader("allow", "POST");
            ErrorEnvelope.send(
                    context.response(),
                    GatewayFailure.methodNotAllowed(
                            "Method " + request.method() + " is not allowed for " + request.path() + "; use POST."));
        } else {
            ErrorEnvelope.send(
                    context.response(),
                    GatewayFailure.notFound(
                            null, null, "Unknown request URL: " + request.method() + " " + request.path() + "."));
        }
    }
}
