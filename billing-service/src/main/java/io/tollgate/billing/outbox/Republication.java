package io.tollgate.billing.outbox;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.StartUpTask;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Says every current state again at start. A Kafka cluster that is new, or lost its data, thereby learns what the database
 * knows; readers of one that has it already ignore versions they have seen.
 */
@ApplicationScoped
class Republication implements StartUpTask {

    private final Pool pool;
    private final Outbox outbox;
    private final List<CurrentState> states;

    Republication(Pool pool, Outbox outbox, @All List<CurrentState> states) {
        this.pool = pool;
        this.outbox = outbox;
        this.states = states;
    }

    @Override
    public Phase phase() {
        return Phase.PUBLICATION;
    }

    @Override
    public Uni<Void> run() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (CurrentState state : states) {
            all = all.chain(() -> pool.withTransaction(transaction -> republish(state, transaction)));
        }
        return all;
    }

    private Uni<Void> republish(CurrentState state, SqlConnection transaction) {
        return state.lockAndDescribe(transaction).chain(messages -> outbox.append(transaction, messages));
    }
}
