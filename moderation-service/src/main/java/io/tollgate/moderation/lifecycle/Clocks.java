package io.tollgate.moderation.lifecycle;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The process's clock; logic takes it as a parameter. */
final class Clocks {

    private Clocks() {}

    @Produces
    @Singleton
    static InstantSource clock() {
        return Clock.systemUTC();
    }
}
