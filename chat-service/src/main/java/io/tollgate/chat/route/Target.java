package io.tollgate.chat.route;

import java.util.Objects;

/**
 * One provider's model that can answer a call.
 *
 * @param model the provider's own name of the model; it may contain slashes
 */
public record Target(Provider provider, String model) {

    public Target {
        Objects.requireNonNull(provider, "provider");
        if (model.isBlank()) {
            throw new IllegalArgumentException("a target of provider " + provider.name() + " has a blank model");
        }
    }
}
