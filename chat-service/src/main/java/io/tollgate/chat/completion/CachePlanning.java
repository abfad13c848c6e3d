package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.cache.CacheDirective;
import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.cache.CachePolicy;
import io.tollgate.chat.cache.SemanticRule;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Routes;
import io.tollgate.chat.route.Target;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether an answer given before would do for a request, and what it is found by. */
final class CachePlanning {

    private CachePlanning() {}

    /**
     * @param route with its targets in the order of the file, so that the same request is the same whichever target would be
     *     asked
     * @param routes the version that the route is of
     */
    static CachePlan plan(
            CachePolicy policy, Caller caller, RequestOrigin origin, ClientRequest asked, Route route, Routes routes) {
        RequestFacts facts = asked.facts();
        CacheDirective directive =
                CacheDirective.of(origin.header(CacheDirective.HEADER), origin.header("cache-control"));
        if (!policy.mayConcern(facts.operation(), directive, facts.shape().bodyLength())) {
            return CachePlan.BYPASS;
        }
        StringBuilder identity =
                new StringBuilder(caller.project()).append('\n').append(facts.model());
        for (Target target : route.targets()) {
            identity.append('\n').append(target.name());
        }
        Optional<Target> own =
                route.targets().stream().filter(asked::isOwnDialectOf).findFirst();
        if (own.isPresent()) {
            // Answers of the client's own dialect are for it alone, and neither form can be made of the other.
            identity.append("\nown dialect, streamed: ").append(facts.shape().stream());
            for (String header : asked.dialectHeaders()) {
                identity.append('\n').append(header).append(": ").append(origin.header(header));
            }
        }
        try {
            byte[] body = asked.upstreamBody(own.orElse(route.targets().getFirst()), OptionalInt.empty())
                    .getBytes();
            Optional<SemanticRule> semantic = route.semanticCache()
                    .flatMap(settings -> routes.resolve(settings.embeddingModel())
                            .map(embedding -> new SemanticRule(settings, embedding)));
            return policy.plan(
                    facts.operation(), directive, body, facts.shape().stream(), identity.toString(), semantic);
        } catch (UntranslatableRequestException untranslatable) {
            return CachePlan.BYPASS;
        }
    }
}
