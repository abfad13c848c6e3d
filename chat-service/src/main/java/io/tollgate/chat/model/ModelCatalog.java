package io.tollgate.chat.model;

import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Routes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The models of the routes file. What is addressed directly as {@code provider/model} can be asked for but is not listed,
 * because only the provider knows what it has.
 */
public final class ModelCatalog {

    private final Supplier<Routes> routes;
    private final long created;

    /**
     * @param routes the version in force
     * @param since what the models give as their creation, as providers do not tell it
     */
    public ModelCatalog(Supplier<Routes> routes, Instant since) {
        this.routes = routes;
        this.created = since.getEpochSecond();
    }

    /** @param allowedModels the names a key may ask for; empty for all */
    public ModelList list(Set<String> allowedModels) {
        return ModelList.of(visible(allowedModels).toList());
    }

    /**
     * @param allowedModels the names a key may ask for; empty for all
     * @return empty if there is no such model, or the key may not ask for it: the two cannot be told apart
     */
    public Optional<Model> find(String id, Set<String> allowedModels) {
        return visible(allowedModels).filter(model -> model.id().equals(id)).findFirst();
    }

    private Stream<Model> visible(Set<String> allowedModels) {
        return routes.get().routes().stream()
                .filter(route -> allowedModels.isEmpty() || allowedModels.contains(route.alias()))
                .map(this::model);
    }

    private Model model(Route route) {
        return Model.of(
                route.alias(), created, route.targets().getFirst().provider().name());
    }
}
