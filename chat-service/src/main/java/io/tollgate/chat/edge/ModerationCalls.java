package io.tollgate.chat.edge;

import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.Guard;
import io.tollgate.chat.operation.JsonOperation;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What projects ask about texts: moderation-service's own answers, and those of providers' moderation models. */
final class ModerationCalls {

    static final String GUARDRAIL = "/beta/litellm_basic_guardrail_api";

    private static final ClientDialect MODERATIONS = JsonOperation.moderations();

    private final Completions completions;
    private final AccessViews access;
    private final Guard guard;
    private final LiveRoutes routes;
    private final Forwarder moderation;
    private final Vertx vertx;
    private final EdgeConfig config;

    ModerationCalls(
            Vertx vertx,
            Completions completions,
            AccessViews access,
            Guard guard,
            LiveRoutes routes,
            Forwarder moderation,
            EdgeConfig config) {
        this.completions = completions;
        this.access = access;
        this.guard = guard;
        this.routes = routes;
        this.moderation = moderation;
        this.vertx = vertx;
        this.config = config;
    }

    /** A model that the routes know is its provider's; every other name is moderation-service's to know. */
    void moderate(RoutingContext context, Caller caller) {
        if (!caller.mayDo(Operation.MODERATION)) {
            ErrorEnvelope.send(context.response(), GatewayFailure.outOfScope(Operation.MODERATION));
            return;
        }
        PublicRoutes.withBody(context, vertx, config, body -> {
            String model = ModerationModel.of(body);
            if (model != null && routes.current().resolve(model).isPresent()) {
                RequestIdentity identity = RequestIdentity.of(context);
                completions.answer(
                        context.request(),
                        caller,
                        MODERATIONS,
                        body,
                        new RequestOrigin(identity.id(), identity.received(), context.request()::getHeader));
            } else if (guard.isJudging(caller)) {
                // moderation-service itself asks: it would be asked what it does not know.
                ErrorEnvelope.send(context.response(), PublicRoutes.unknownModel(String.valueOf(model)));
            } else {
                moderation.forward(context.request(), context.normalizedPath(), body, identity(context, caller));
            }
        });
    }

    private static Map<String, String> identity(RoutingContext context, Caller caller) {
        return Map.of(
                "x-tollgate-organization",
                caller.organization(),
                "x-tollgate-project",
                caller.project(),
                "x-tollgate-key",
                caller.keyId(),
                RequestIdentity.HEADER,
                RequestIdentity.of(context).id().toString());
    }

    /** A LiteLLM proxy asks what the project's policy makes of its calls; it sends the project's key in either header. */
    void guardrail(RoutingContext context) {
        String key = context.request().getHeader("x-api-key");
        String authorization = key == null ? context.request().getHeader("authorization") : "Bearer " + key;
        switch (access.decide(authorization)) {
            case AccessDecision.Refused refused -> ErrorEnvelope.send(context.response(), refused.failure());
            case AccessDecision.Granted granted -> {
                Caller caller = granted.caller();
                if (caller.mayDo(Operation.MODERATION)) {
                    PublicRoutes.withBody(
                            context,
                            vertx,
                            config,
                            body -> moderation.forward(context.request(), GUARDRAIL, body, identity(context, caller)));
                } else {
                    ErrorEnvelope.send(context.response(), GatewayFailure.outOfScope(Operation.MODERATION));
                }
            }
        }
    }
}
