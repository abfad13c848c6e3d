package io.tollgate.moderation.database;

import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.failure.RefusedException;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The database, as far as it may be away: what needs it is refused with 503 then, and what does not goes on.
 */
@Singleton
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final Pool pool;
    private final Migrations migrations;

    Database(Pool pool, Migrations migrations) {
        this.pool = pool;
        this.migrations = migrations;
    }

    /** Whether the schema is there: until then nothing can be asked of the database. */
    public boolean isPrepared() {
        return migrations.areDone();
    }

    /** Work for a caller. Fails with 503 where the database is the reason for failing. */
    public <T> Uni<T> use(Supplier<Uni<? extends T>> work) {
        if (!isPrepared()) {
            return Uni.createFrom().failure(away());
        }
        return Uni.createFrom()
                .deferred(work)
                .onFailure(DatabaseFailure::isOutage)
                .transform(failure -> {
                    LOG.warnf("The database cannot be used: cause=%s", DatabaseFailure.describe(failure));
                    return away();
                });
    }

    private static RefusedException away() {
        return RefusedException.unavailable(
                "Reviews and stored content cannot be reached at the moment. Try again shortly.");
    }

    /** Whether it answers now. Never fails. */
    Uni<Boolean> answers() {
        return pool.query("SELECT 1")
                .execute()
                .replaceWith(true)
                .ifNoItem()
                .after(PROBE_TIMEOUT)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
