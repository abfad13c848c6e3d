package io.tollgate.chat.target;

import io.tollgate.chat.route.ModelTraits;
import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import java.net.URI;

/** Targets of one provider. */
final class TargetsFixture {

    static final Provider PROVIDER =
            new Provider("one", ProviderKind.OPENAI, URI.create("https://models.test"), Secret.of("k"));

    private TargetsFixture() {}

    static Target target(String model, int weight, int priority) {
        return new Target(PROVIDER, model, weight, priority, ModelTraits.UNKNOWN);
    }

    static Target target(String model, ModelTraits traits) {
        return new Target(PROVIDER, model, 1, 0, traits);
    }
}
