package io.tollgate.chat.health;

import io.tollgate.chat.route.LiveRoutes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up as long as a version of the routes is in force. Where the file has changed into one that cannot be used, the data says
 * {@code degraded}: taking every pod out for a mistake in a file would make it worse.
 */
@Readiness
@Singleton
class RoutesReadiness implements HealthCheck {

    private final LiveRoutes routes;

    RoutesReadiness(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes")
                .up()
                .withData("version", routes.current().version())
                .withData("state", routes.problem().isPresent() ? "degraded" : "in force")
                .build();
    }
}
