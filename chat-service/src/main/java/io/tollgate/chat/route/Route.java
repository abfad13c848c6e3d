package io.tollgate.chat.route;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What answers when a client asks for a model.
 *
 * @param alias the model name clients send
 * @param targets at least one, in the order of the file
 * @param strategy which of them is asked first
 * @param attempts the most attempts of one request; empty for the service's default
 * @param hedged whether a second target is asked where the first takes longer than it does for 19 calls of 20
 * @param longerContext the alias of the route that takes over what is too long for every target here
 * @param semanticCache whether answers are given again for questions that mean the same; empty where they are not
 */
public record Route(
        String alias,
        List<Target> targets,
        Strategy strategy,
        OptionalInt attempts,
        boolean hedged,
        Optional<String> longerContext,
        Optional<SemanticCache> semanticCache) {

    public Route {
        if (alias.isBlank()) {
            throw new IllegalArgumentException("a route needs a model name");
        }
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("the route of model '" + alias + "' has no target");
        }
    }

    /** With the targets in their order and nothing else. */
    public Route(String alias, List<Target> targets) {
        this(alias, targets, Strategy.ORDERED, OptionalInt.empty(), false, Optional.empty(), Optional.empty());
    }
}
