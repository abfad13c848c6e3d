package io.tollgate.moderation.lifecycle;

import io.tollgate.moderation.engine.ModerationEngine;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the engine is there, and tells which one it is. */
@Readiness
@Singleton
class EngineReadiness implements HealthCheck {

    private final ModerationEngine engine;

    EngineReadiness(ModerationEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("moderation engine")
                .withData("version", engine.version())
                .up()
                .build();
    }
}
