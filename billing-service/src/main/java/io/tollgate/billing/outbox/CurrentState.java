package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** A feature whose state lives in a compacted topic and can be said again at any time. */
public interface CurrentState {

    /**
     * Everything a new reader of the topic must know.
     *
     * @param transaction the rows described are locked in it until it ends, so that no newer state can be appended before
     *     an older one
     */
    Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction);
}
