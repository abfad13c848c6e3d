package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Routes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the gateway: parsed once, routed once, looked up in the cache, and asked of one target after the
 * other until one answers. Used on one event loop.
 */
final class Passage {

    private static final Logger LOG = Logger.getLogger(Passage.class);

    private final RequestScope scope;
    private final RequestInput input;
    private final Reply reply;
    /** Null until it is known which targets can be asked. */
    private @Nullable Attempts attempts;

    /** @param bodyLetGo called when the body is not needed any more, perhaps more than once */
    Passage(
            CompletionServices services,
            ClientDialect dialect,
            Caller caller,
            ClientSink sink,
            RequestOrigin origin,
            Runnable bodyLetGo) {
        this.scope = new RequestScope(services, dialect, caller, sink, origin, RequestAccount.counted());
        this.input = new RequestInput(scope, bodyLetGo);
        this.reply = new Reply(scope, input);
    }

    void start(byte[] body, @Nullable String contentType) {
        scope.sink().onGone(this::clientIsGone);
        try {
            ClientRequest parsed = scope.dialect().parse(body, contentType);
            RequestFacts facts = parsed.facts();
            reply.streamed(facts.shape().stream());
            Routing routing = new Routing(scope.services());
            Routes routes = scope.services().routes().get();
            switch (routing.find(routes, scope.caller(), facts)) {
                case Routing.Outcome.None none -> reply.refuse(none.failure());
                case Routing.Outcome.Found found -> {
                    input.hold(parsed, body);
                    goAhead(parsed, found, routing, routes);
                }
            }
        } catch (InvalidRequestException invalid) {
            reply.refuse(invalid.failure());
        } catch (RuntimeException bug) {
            // Thrown into the event loop it would leave the client without an answer.
            LOG.errorf(
                    bug,
                    "A request could not be handled: request %s",
                    scope.origin().requestId());
            reply.refuse(GatewayFailure.internal());
        }
    }

    private void goAhead(ClientRequest parsed, Routing.Outcome.Found found, Routing routing, Routes routes) {
        Route route = found.route();
        AttemptPlan plan = new AttemptPlan(
                found.targets(), routing.limits(route, scope.origin().received()), routing::availability);
        reply.planned(plan);
        CacheStage cache = new CacheStage(scope, input, reply);
        Attempts made = new Attempts(scope, input, reply, cache, plan, parsed.facts().shape().stream(), route.hedged());
        attempts = made;
        CachePlan cached = CachePlanning.plan(
                scope.services().cache().policy(), scope.caller(), scope.origin(), parsed, route, routes);
        cache.takeOff(cached, () -> made.begin(parsed));
    }

    private void clientIsGone() {
        if (reply.isClientGone()) {
            return;
        }
        reply.clientGone();
        Attempts made = attempts;
        if (made != null) {
            made.clientGone();
        }
    }
}
