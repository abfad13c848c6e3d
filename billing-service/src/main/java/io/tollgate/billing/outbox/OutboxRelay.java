package io.tollgate.billing.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.Failpoint;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Empties the outbox into Kafka.
 *
 * <ol>
 *   <li>Take a connection and, on it, the relay lock for as long as the connection lives. One relay at a time keeps the
 *       order of each key. Without the lock: try again later; another process is at work. A crash frees the lock.
 *   <li>Listen for commits that appended something.
 *   <li>Read the oldest rows. Never "newer than the last one seen": ids become visible out of order, and such a reader
 *       skips what commits late.
 *   <li>Send them and wait for the broker. A crash here sends them again; readers ignore versions and attempts they know.
 *   <li>Delete what was acknowledged, and park what Kafka will never take: one row must not stop all others. A crash before this sends them again, too.
 *   <li>Again from 3 if the page was full or a commit was announced meanwhile, else sleep until announced, or the poll.
 * </ol>
 *
 * Any failure gives the connection up and starts again from 1.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock($1) AS locked";
    private static final String LISTEN = "LISTEN outbox_appended";
    private static final String RELEASE = "SELECT pg_advisory_unlock_all(); UNLISTEN *";
    private static final String OLDEST = "SELECT id, topic, message_key, headers, payload, created_at FROM outbox"
            + " WHERE parked_at IS NULL ORDER BY id LIMIT $1";
    private static final String DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])";
    private static final String PARK = "UPDATE outbox SET parked_at = now() WHERE id = ANY($1::bigint[])";

    private final Pool pool;
    private final Vertx vertx;
    private final OutboxPublisher publisher;
    private final OutboxConfig config;
    private final AtomicBoolean stopped = new AtomicBoolean();

    OutboxRelay(Pool pool, Vertx vertx, OutboxPublisher publisher, OutboxConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.publisher = publisher;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        lead();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.set(true);
    }

    private void lead() {
        if (stopped.get()) {
            return;
        }
        pool.getConnection()
                .chain(connection -> lead(connection).onTermination().call(() -> giveUp(connection)))
                .subscribe()
                .with(ignored -> leadLater(), failure -> {
                    LOG.warnf("outbox relay lost its connection, it starts again: cause=%s", failure);
                    leadLater();
                });
    }

    private void leadLater() {
        vertx.setTimer(config.retry().toMillis(), ignored -> lead());
    }

    /** The connection goes back to the pool without the lock; if it is broken, its end has freed the lock already. */
    private static Uni<Void> giveUp(SqlConnection connection) {
        return connection
                .query(RELEASE)
                .execute()
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> lead(SqlConnection connection) {
        return connection
                .preparedQuery(TRY_LOCK)
                .execute(Tuple.of(AdvisoryLock.OUTBOX_RELAY.number()))
                .chain(rows -> rows.iterator().next().getBoolean("locked")
                        ? listen(connection)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> listen(SqlConnection connection) {
        Wakeup wakeup = new Wakeup(vertx, config.poll());
        PgConnection.cast(connection.getDelegate()).notificationHandler(notification -> wakeup.announce());
        connection.closeHandler(wakeup::close);
        return connection
                .query(LISTEN)
                .execute()
                .chain(() -> Uni.createFrom()
                        .voidItem()
                        .chain(() -> drainThenWait(connection, wakeup))
                        .repeat()
                        .until(over -> over)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** @return whether the relay is over: the process stops, or the connection has gone */
    private Uni<Boolean> drainThenWait(SqlConnection connection, Wakeup wakeup) {
        wakeup.reset();
        return drainPage(connection)
                .chain(full -> full ? Uni.createFrom().voidItem() : wakeup.await())
                .map(ignored -> stopped.get() || wakeup.isClosed());
    }

    /** @return whether there may be more */
    private Uni<Boolean> drainPage(SqlConnection connection) {
        return connection.preparedQuery(OLDEST).execute(Tuple.of(config.page())).chain(rows -> {
            List<OutboxRow> page = StreamSupport.stream(rows.spliterator(), false)
                    .map(OutboxRow::of)
                    .toList();
            if (page.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            return publisher
                    .send(page)
                    .invoke(Failpoint.OUTBOX_ACKNOWLEDGED::pass)
                    .call(settled -> settle(connection, DELETE, settled.acknowledged()))
                    .call(settled -> settle(connection, PARK, settled.refused()))
                    .map(settled -> settled.size() == config.page());
        });
    }

    private static Uni<Void> settle(SqlConnection connection, String statement, List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
        return connection
                .preparedQuery(statement)
                .execute(Tuple.tuple().addValue(ids))
                .replaceWithVoid();
    }
}
