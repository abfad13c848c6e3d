package io.tollgate.chat.cache;

import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.SemanticCache;
import io.tollgate.chat.route.Target;

/**
 * How questions of a model are compared.
 *
 * @param embedding makes their vectors
 */
public record SemanticRule(SemanticCache settings, Route embedding) {

    /** Vectors of different models have nothing to do with each other. */
    String identity() {
        StringBuilder identity = new StringBuilder("means the same to ").append(embedding.alias());
        for (Target target : embedding.targets()) {
            identity.append('\n').append(target.name());
        }
        return identity.toString();
    }
}
