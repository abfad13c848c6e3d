package io.tollgate.chat.route;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;

/** What operators are shown of the routes in force. It never holds a secret, nor what stands in one's place in the file. */
public final class RoutesReport {

    private RoutesReport() {}

    public static JsonObject of(LiveRoutes live) {
        LiveRoutes.InForce inForce = live.inForce();
        Routes routes = inForce.routes();
        return new JsonObject()
                .put("version", routes.version())
                .put("since", inForce.since().toString())
                .put("degraded", live.problem().isPresent())
                .put("problem", live.problem().orElse(null))
                .put("providers", providers(routes.providers()))
                .put("models", models(routes.routes()));
    }

    private static JsonArray providers(Collection<Provider> providers) {
        JsonArray array = new JsonArray();
        for (Provider provider : providers) {
            array.add(new JsonObject()
                    .put("name", provider.name())
                    .put("kind", provider.kind().wireName())
                    .put("base_url", provider.baseUrl().toString())
                    .put("keys", provider.apiKeys().size())
                    .put("client_gone", provider.limits().clientGone().wireName()));
        }
        return array;
    }

    private static JsonArray models(Collection<Route> routes) {
        JsonArray array = new JsonArray();
        for (Route route : routes) {
            JsonArray targets = new JsonArray();
            for (Target target : route.targets()) {
                targets.add(new JsonObject()
                        .put("provider", target.provider().name())
                        .put("model", target.model())
                        .put("weight", target.weight())
                        .put("priority", target.priority()));
            }
            array.add(new JsonObject()
                    .put("name", route.alias())
                    .put("strategy", route.strategy().wireName())
                    .put("hedge", route.hedged())
                    .put("longer_context_model", route.longerContext().orElse(null))
                    .put("targets", targets));
        }
        return array;
    }
}
