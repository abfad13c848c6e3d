package io.tollgate.moderation.lifecycle;

import io.quarkus.runtime.Startup;
import io.tollgate.moderation.engine.ModerationEngine;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The engine, loaded when the process starts: with a bad term list it does not start at all. */
final class Engines {

    private Engines() {}

    @Produces
    @Singleton
    @Startup
    static ModerationEngine engine() {
        return ModerationEngine.load();
    }
}
