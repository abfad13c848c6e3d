package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Routes;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Fit;
import io.tollgate.chat.target.Preference;
import io.tollgate.chat.target.TargetState;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the model that is asked for to the targets that can answer, the preferred one first. */
final class Routing {

    /** What came of it. */
    sealed interface Outcome {
        /** @param targets at least one */
        record Found(Route route, List<Target> targets) implements Outcome {}

        record None(GatewayFailure failure) implements Outcome {}
    }

    private final CompletionServices services;

    Routing(CompletionServices services) {
        this.services = services;
    }

    Outcome find(Routes routes, Caller caller, RequestFacts facts) {
        Optional<Route> route = routes.resolve(facts.model());
        if (route.isEmpty()) {
            return new Outcome.None(GatewayFailure.notFound(
                    "model_not_found",
                    "model",
                    "The model '" + facts.model()
                            + "' does not exist here. GET /v1/models lists the models of this gateway."));
        }
        if (!caller.mayDo(facts.operation())) {
            return new Outcome.None(GatewayFailure.outOfScope(facts.operation()));
        }
        if (!caller.mayUse(facts.model())) {
            return new Outcome.None(GatewayFailure.forbidden(
                    "model_not_allowed", "model", "This API key may not use the model '" + facts.model() + "'."));
        }
        return fitting(routes, route.get(), facts);
    }

    /** The targets of an embedding that this gateway itself asks for: no caller chose its model, so none needs leave to use it. */
    Outcome forComparison(Routes routes, Route embedding, RequestFacts facts) {
        return fitting(routes, embedding, facts);
    }

    /** @param received {@link System#nanoTime()} when the request began */
    AttemptPlan.Limits limits(Route route, long received) {
        AttemptConfig config = services.attemptConfig();
        return new AttemptPlan.Limits(
                route.attempts().orElse(config.max()),
                config.backOff().toNanos(),
                config.backOffMax().toNanos(),
                received + config.deadline().toNanos());
    }

    /** What is too long for a route goes on to the one with a longer context, if it names one. */
    private Outcome fitting(Routes routes, Route asked, RequestFacts facts) {
        Route route = asked;
        Fit fit = Fit.of(route.targets(), facts.needs());
        Set<String> seen = new HashSet<>(Set.of(route.alias()));
        while (fit.tooLong()
                && fit.isDoubtful(facts.needs())
                && route.longerContext().isPresent()) {
            Optional<Route> longer = routes.resolve(route.longerContext().get());
            if (longer.isEmpty() || !seen.add(longer.get().alias())) {
                break;
            }
            route = longer.get();
            fit = Fit.of(route.targets(), facts.needs());
        }
        return fit.able().isEmpty()
                ? new Outcome.None(fit.failure(facts.model(), facts.needs()))
                : new Outcome.Found(route, order(route, fit.able(), facts));
    }

    private List<Target> order(Route route, List<Target> targets, RequestFacts facts) {
        if (targets.size() == 1) {
            return targets;
        }
        long nanos = System.nanoTime();
        Instant now = services.clock().instant();
        int outputBound = facts.maxOutputTokens().orElse(services.config().outputTokensDefault());
        Usage bound = UsageBounds.bound(facts, outputBound);
        return new Preference(
                        target -> services.targets().state(target).expectedNanos(facts.shape().stream(), nanos),
                        target -> services.metering()
                                .costs()
                                .costNano(
                                        target.provider().name(),
                                        target.model(),
                                        bound,
                                        facts.serviceTier(),
                                        now,
                                        target.provider().region().orElse(null)),
                        services.random())
                .order(route, targets, facts.affinity());
    }

    AttemptPlan.Availability availability(Target target) {
        TargetState state = services.targets().state(target);
        if (!state.isAvailable(System.nanoTime())) {
            return AttemptPlan.Availability.LEFT_ALONE;
        }
        return state.hasRoom(target) ? AttemptPlan.Availability.FREE : AttemptPlan.Availability.FULL;
    }
}
