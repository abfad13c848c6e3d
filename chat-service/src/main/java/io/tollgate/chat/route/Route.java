package io.tollgate.chat.route;

import java.util.List;

/**
 * What answers when a client asks for a model.
 *
 * @param alias the model name clients send
 * @param targets at least one, in the order of the file
 */
public record Route(String alias, List<Target> targets) {

    public Route {
        if (alias.isBlank()) {
            throw new IllegalArgumentException("a route needs a model name");
        }
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("the route of model '" + alias + "' has no target");
        }
    }
}
