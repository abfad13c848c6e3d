package io.tollgate.moderation.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date, again and again until the database can be reached: the process starts without it, because what
 * it answers from memory does not need it.
 */
@ApplicationScoped
class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final long PAUSE_MILLIS = 2_000;

    private final Flyway flyway;
    private final Vertx vertx;
    private volatile boolean done;
    private volatile boolean stopped;

    Migrations(Flyway flyway, Vertx vertx) {
        this.flyway = flyway;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        attempt();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    boolean areDone() {
        return done;
    }

    private void attempt() {
        if (stopped) {
            return;
        }
        vertx.executeBlocking(flyway::migrate, false)
                .onSuccess(migrated -> done = true)
                .onFailure(failure -> {
                    LOG.warnf(
                            "The database's schema cannot be prepared, trying again in %d ms: cause=%s",
                            PAUSE_MILLIS, failure.getMessage());
                    vertx.setTimer(PAUSE_MILLIS, again -> attempt());
                });
    }
}
