package io.tollgate.chat.route;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An immutable snapshot of the routes file. */
public final class Routes {

    private static final char SEPARATOR = '/';

    private final String version;
    private final Map<String, Provider> providers;
    private final Map<String, Route> routes;
    private final ModelBook book;

    /** Without capabilities. */
    public Routes(String version, Collection<Provider> providers, Collection<Route> routes) {
        this(version, providers, routes, ModelBook.EMPTY);
    }

    /**
     * @param version identifies the file's content
     * @param providers each with its own name
     * @param routes each with its own alias
     * @param book what models can do that are addressed directly
     * @throws IllegalArgumentException if a name or an alias occurs twice
     */
    Routes(String version, Collection<Provider> providers, Collection<Route> routes, ModelBook book) {
        Map<String, Provider> providersByName = new LinkedHashMap<>();
        for (Provider provider : providers) {
            if (providersByName.put(provider.name(), provider) != null) {
                throw new IllegalArgumentException("two providers are called '" + provider.name() + "'");
            }
        }
        Map<String, Route> routesByAlias = new LinkedHashMap<>();
        for (Route route : routes) {
            if (routesByAlias.put(route.alias(), route) != null) {
                throw new IllegalArgumentException("two routes have the alias '" + route.alias() + "'");
            }
        }
        this.version = version;
        this.providers = Collections.unmodifiableMap(providersByName);
        this.routes = Collections.unmodifiableMap(routesByAlias);
        this.book = book;
    }

    /**
     * The route of a model name as a client sends it: an alias of the file, else {@code provider/model}, which addresses any
     * model of a provider directly. The model's part may itself contain slashes.
     */
    public Optional<Route> resolve(String requestedModel) {
        Route route = routes.get(requestedModel);
        return route == null ? resolveDirectly(requestedModel) : Optional.of(route);
    }

    private Optional<Route> resolveDirectly(String requestedModel) {
        int separator = requestedModel.indexOf(SEPARATOR);
        if (separator < 1) {
            return Optional.empty();
        }
        Provider provider = providers.get(requestedModel.substring(0, separator));
        String model = requestedModel.substring(separator + 1);
        if (provider == null || model.isBlank()) {
            return Optional.empty();
        }
        Target target = new Target(provider, model, 1, 0, book.of(provider, model));
        return Optional.of(new Route(requestedModel, List.of(target)));
    }

    /** The routes of the file, in its order. */
    public Collection<Route> routes() {
        return routes.values();
    }

    /** The providers of the file, in its order. */
    public Collection<Provider> providers() {
        return providers.values();
    }

    /** The first 12 hexadecimal digits of the file's SHA-256: equal on all pods that read the same file. */
    public String version() {
        return version;
    }

    /** Also in what the file refers to: a secret that was replaced makes another version of equal text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Routes that
                && version.equals(that.version)
                && providers.equals(that.providers)
                && routes.equals(that.routes)
                && book.equals(that.book);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, providers, routes, book);
    }
}
