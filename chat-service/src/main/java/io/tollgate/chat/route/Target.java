package io.tollgate.chat.route;

import java.util.Objects;

/**
 * One provider's model that can answer a call.
 *
 * @param model the provider's own name of the model; it may contain slashes
 * @param weight its share among targets of equal priority, at least 1
 * @param priority targets of a lower one are asked first
 * @param traits what the model can do
 */
public record Target(Provider provider, String model, int weight, int priority, ModelTraits traits) {

    public Target {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(traits, "traits");
        if (model.isBlank()) {
            throw new IllegalArgumentException("a target of provider " + provider.name() + " has a blank model");
        }
        if (weight < 1) {
            throw new IllegalArgumentException("the weight of target " + model + " must be positive: " + weight);
        }
    }

    /** Of equal weight and priority, and with unknown traits. */
    public Target(Provider provider, String model) {
        this(provider, model, 1, 0, ModelTraits.UNKNOWN);
    }

    /** {@code provider/model}: what its state is kept under, across versions of the file. */
    public String name() {
        return provider.name() + "/" + model;
    }
}
