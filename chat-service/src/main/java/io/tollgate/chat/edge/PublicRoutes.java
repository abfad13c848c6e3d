package io.tollgate.chat.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.BodyReader;
import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.Guard;
import io.tollgate.chat.model.ModelCatalog;
import io.tollgate.chat.operation.JsonOperation;
import io.tollgate.chat.operation.MultipartOperation;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.socket.ChatSocket;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Every public route, in the order in which they are tried. They are plain Vert.x routes: the byte relay needs the response
 * itself, and one way of routing is enough.
 */
@Singleton
class PublicRoutes {

    static final String CHAT_COMPLETIONS = "/v1/chat/completions";

    private static final ClientDialect CHAT = new ChatDialect();
    /** What models do beside chat, by its path. */
    private static final Map<String, ClientDialect> OPERATIONS = Map.of(
            "/v1/embeddings", JsonOperation.embeddings(),
            "/v1/audio/speech", JsonOperation.speech(),
            "/v1/audio/transcriptions", MultipartOperation.transcriptions(),
            "/v1/audio/translations", MultipartOperation.translations(),
            "/v1/images/generations", JsonOperation.pictures(),
            "/v1/images/edits", MultipartOperation.pictureEdits());

    private static final Set<String> POST_ONLY = Set.of(
            CHAT_COMPLETIONS,
            ModerationCalls.GUARDRAIL,
            "/v1/moderations",
            TranslatedRoutes.MESSAGES,
            TranslatedRoutes.COUNT_TOKENS,
            TranslatedRoutes.COMPLETIONS);

    private static final Logger LOG = Logger.getLogger(PublicRoutes.class);
    /** Before whatever the framework itself answers. */
    private static final int FIRST = -1_000;
    /** After every other route, and before the framework's own pages for what is unknown or failed. */
    private static final int LAST = Integer.MAX_VALUE - 1;

    private final Completions completions;
    private final ChatSocket socket;
    private final AccessViews access;
    private final ModelCatalog models;
    private final ObjectMapper json;
    private final Forwarder billing;
    private final Forwarder moderation;
    private final ModerationCalls moderations;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    PublicRoutes(
            Vertx vertx,
            Completions completions,
            ChatSocket socket,
            AccessViews access,
            Guard guard,
            LiveRoutes routes,
            ObjectMapper json,
            EdgeConfig config,
            InstantSource clock) {
        this.completions = completions;
        this.socket = socket;
        this.access = access;
        this.models = new ModelCatalog(routes::current, clock.instant());
        this.json = json;
        this.billing = new Forwarder(
                vertx, "billing", ServiceAddress.of("tollgate.edge.billing-url", config.billingUrl()), config);
        this.moderation = new Forwarder(
                vertx, "moderation", ServiceAddress.of("tollgate.edge.moderation-url", config.moderationUrl()), config);
        this.moderations = new ModerationCalls(vertx, completions, access, guard, routes, moderation, config);
        this.vertx = vertx;
        this.config = config;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(context -> {
            RequestIdentity.give(context, ids.generate());
            context.next();
        });
        router.post(CHAT_COMPLETIONS).handler(asking(CHAT));
        router.get("/v1/chat/stream").handler(context -> socket.handle(context.request(), ids::generate));
        OPERATIONS.forEach((path, dialect) -> router.post(path).handler(asking(dialect)));
        router.get("/v1/models")
                .handler(authenticated((context, caller) -> answer(context, models.list(caller.allowedModels()))));
        router.getWithRegex("/v1/models/(?<id>.+)").handler(authenticated(this::findModel));
        router.post("/v1/moderations").handler(authenticated(moderations::moderate));
        router.post(ModerationCalls.GUARDRAIL).handler(moderations::guardrail);
        router.route("/v1/organization/moderation/*").handler(administrating(moderation));
        router.route("/v1/organization/*").handler(administrating(billing));
        router.route().order(LAST).handler(PublicRoutes::unknown).failureHandler(PublicRoutes::failed);
    }

    private Handler<RoutingContext> asking(ClientDialect dialect) {
        return context -> {
            HttpServerRequest request = context.request();
            RequestIdentity identity = RequestIdentity.of(context);
            completions.handle(
                    request,
                    request.getHeader("authorization"),
                    dialect,
                    new RequestOrigin(identity.id(), identity.received(), request::getHeader));
        };
    }

    private Handler<RoutingContext> authenticated(BiConsumer<RoutingContext, Caller> handler) {
        return context -> {
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
                        () -> ErrorEnvelope.send(context.response(), unknownModel(id)));
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

    static GatewayFailure unknownModel(String id) {
        return GatewayFailure.notFound(
                "model_not_found", "model", "The model '" + id + "' does not exist. GET /v1/models lists the models.");
    }

    /** Administration has keys of its own, which billing-service checks: the edge knows only project keys. */
    private Handler<RoutingContext> administrating(Forwarder service) {
        return context -> {
            String requestId = RequestIdentity.of(context).id().toString();
            String authorization = context.request().getHeader("authorization");
            Map<String, String> headers = authorization == null
                    ? Map.of(RequestIdentity.HEADER, requestId)
                    : Map.of(RequestIdentity.HEADER, requestId, "authorization", authorization);
            withBody(
                    context,
                    vertx,
                    config,
                    body -> service.forward(context.request(), context.normalizedPath(), body, headers));
        };
    }

    static void withBody(RoutingContext context, Vertx vertx, EdgeConfig config, Consumer<Buffer> handler) {
        BodyReader.read(vertx, context.request(), config.bodySizeMax(), config.bodyTimeout())
                .onComplete(read -> {
                    if (read.failed()) {
                        BodyReader.refuse(context.request(), read.cause());
                        return;
                    }
                    try {
                        handler.accept(read.result());
                    } catch (RuntimeException bug) {
                        // The router is not on the stack any more: thrown on, it would leave the client without an
                        // answer.
                        context.fail(bug);
                    }
                });
    }

    private static void unknown(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (POST_ONLY.contains(request.path()) || OPERATIONS.containsKey(request.path())) {
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

    /** What a route or the router itself could not handle. */
    private static void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        int status = context.statusCode();
        if (status < 400 || status >= 500) {
            LOG.errorf(
                    context.failure(),
                    "A request could not be handled: request %s",
                    RequestIdentity.of(context).id());
        }
        if (response.headWritten()) {
            // Too late to say anything: what was begun must not look complete.
            response.reset();
        } else {
            ErrorEnvelope.send(
                    response,
                    status >= 400 && status < 500 ? GatewayFailure.refused(status) : GatewayFailure.internal());
        }
    }
}
