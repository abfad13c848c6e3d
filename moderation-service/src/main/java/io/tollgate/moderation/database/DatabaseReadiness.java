package io.tollgate.moderation.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether the database is there, and is up all the same: every instance has the same database, and taking them all out of
 * service would take away what works without it.
 */
@Readiness
@Singleton
class DatabaseReadiness implements AsyncHealthCheck {

    private final Database database;
    private final ModerationMetrics metrics;

    DatabaseReadiness(Database database, ModerationMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.answers().map(answers -> {
            boolean usable = answers && database.isPrepared();
            metrics.databaseUsable(usable);
            return HealthCheckResponse.named("PostgreSQL")
                    .withData("state", usable ? "usable" : answers ? "being prepared" : "away")
                    .up()
                    .build();
        });
    }
}
