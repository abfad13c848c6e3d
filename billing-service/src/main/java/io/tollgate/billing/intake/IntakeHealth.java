package io.tollgate.billing.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a batch is being repeated. */
@Readiness
@ApplicationScoped
class IntakeHealth implements HealthCheck {

    private final IntakeState state;

    IntakeHealth(IntakeState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> obstacle = state.obstacle();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("usage-intake").status(obstacle.isEmpty());
        obstacle.ifPresent(text -> response.withData("obstacle", text));
        return response.build();
    }
}
