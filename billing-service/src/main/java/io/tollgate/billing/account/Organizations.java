package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which organizations exist. They are never deleted, so what was seen once is known for good. */
@ApplicationScoped
public class Organizations {

    private static final String FIND = "SELECT id FROM organization WHERE id = ANY($1::text[])";

    /** Leaves rows that refer to the organization free to be written. */
    private static final String LOCK = "SELECT id FROM organization WHERE id = $1 FOR NO KEY UPDATE";

    private final Pool pool;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Organizations(Pool pool) {
        this.pool = pool;
    }

    /** Those of the ids that exist; asks the database only about ids never seen before. */
    public Uni<Set<String>> existing(Set<String> ids) {
        Set<String> unseen = new HashSet<>(ids);
        unseen.removeAll(seen);
        // PostgreSQL refuses the whole question because of one NUL, and such an organization cannot exist.
        unseen.removeIf(id -> id.indexOf('\0') >= 0);
        Uni<Void> looked = unseen.isEmpty() ? Uni.createFrom().voidItem() : look(unseen);
        return looked.map(ignored -> {
            Set<String> existing = new HashSet<>(ids);
            existing.retainAll(seen);
            return existing;
        });
    }

    /** One change of what an organization is credited at a time: held until the transaction ends. */
    public Uni<Void> lock(SqlClient transaction, String id) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(id)).replaceWithVoid();
    }

    private Uni<Void> look(Set<String> unseen) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.tuple().addValue(unseen.toArray(String[]::new)))
                .invoke(rows -> rows.forEach(row -> seen.add(row.getString("id"))))
                .replaceWithVoid();
    }
}
