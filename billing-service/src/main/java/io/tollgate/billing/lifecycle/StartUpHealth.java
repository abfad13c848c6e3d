package io.tollgate.billing.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before accounts, prices and partitions are in place. */
@Readiness
@ApplicationScoped
class StartUpHealth implements HealthCheck {

    private final StartUp startUp;

    StartUpHealth(StartUp startUp) {
        this.startUp = startUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("start-up")
                .status(startUp.isCompleted())
                .build();
    }
}
