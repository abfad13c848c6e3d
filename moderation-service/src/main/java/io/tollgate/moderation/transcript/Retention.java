package io.tollgate.moderation.transcript;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.content.ContentConfig;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.database.DatabaseFailure;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Drops content whose time is over, in bounded batches. What has expired is not read even before it is dropped. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final Transcripts transcripts;
    private final Database database;
    private final ContentConfig config;
    private final ModerationMetrics metrics;
    private final Vertx vertx;
    private volatile boolean stopped;

    Retention(
            Transcripts transcripts, Database database, ContentConfig config, ModerationMetrics metrics, Vertx vertx) {
        this.transcripts = transcripts;
        this.database = database;
        this.config = config;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        later();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void later() {
        if (!stopped) {
            vertx.setTimer(config.sweepInterval().toMillis(), tick -> sweep());
        }
    }

    private void sweep() {
        if (!database.isPrepared()) {
            later();
            return;
        }
        dropAll().subscribe().with(done -> later(), failure -> {
            LOG.warnf("Expired content cannot be dropped, trying again: cause=%s", DatabaseFailure.describe(failure));
            later();
        });
    }

    /** Batch after batch until nothing is left. */
    Uni<Void> dropAll() {
        return Uni.createFrom()
                .deferred(() -> transcripts.dropExpired(config.sweepBatch()))
                .invoke(dropped -> metrics.contentDropped(dropped.transcripts(), dropped.unexamined()))
                .repeat()
                .until(dropped -> dropped.transcripts() < config.sweepBatch())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
