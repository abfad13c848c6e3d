package io.tollgate.billing.lifecycle;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The database-wide locks of this service, by the numbers under which PostgreSQL knows them. */
public enum AdvisoryLock {
    /** One process prepares accounts and prices at a time. */
    START_UP(0x746f6c6c_00000001L),
    /** One relay publishes at a time: two could put an older state after a newer one. */
    OUTBOX_RELAY(0x746f6c6c_00000002L),
    /** Shared while a batch is written, exclusive while a new budget counts what was already spent. */
    BUDGET_SET(0x746f6c6c_00000003L),
    /** One correction of the past at a time: two would both post the same difference. */
    CORRECTIONS(0x746f6c6c_00000004L),
    /** One invoice is written at a time: two would bill the same usage. */
    INVOICES(0x746f6c6c_00000005L);

    private final long number;

    AdvisoryLock(long number) {
        this.number = number;
    }

    public long number() {
        return number;
    }

    /** Waits for the exclusive lock and holds it until the transaction ends. */
    public Uni<Void> exclusive(SqlClient transaction) {
        return transaction
                .preparedQuery("SELECT count(*) FROM pg_advisory_xact_lock($1)")
                .execute(Tuple.of(number))
                .replaceWithVoid();
    }

    /** Waits for the shared lock and holds it until the transaction ends. */
    public Uni<Void> shared(SqlClient transaction) {
        return transaction
                .preparedQuery("SELECT count(*) FROM pg_advisory_xact_lock_shared($1)")
                .execute(Tuple.of(number))
                .replaceWithVoid();
    }
}
