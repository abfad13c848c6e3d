package io.tollgate.billing.selfaudit;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.operator.Operator;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the self-audit found, the newest day first; for the operator. */
@Path("/v1/ledger/self-audit")
@Produces(MediaType.APPLICATION_JSON)
class SelfAuditResource {

    private static final int MOST = 400;
    private static final String LIST = """
            SELECT day, check_name, compared, mismatched, detail, checked_at FROM self_audit
            ORDER BY day DESC, check_name LIMIT $1""";

    private final Pool pool;
    private final Operator operator;
    private final Caller caller;

    SelfAuditResource(Pool pool, Operator operator, Caller caller) {
        this.pool = pool;
        this.operator = operator;
        this.caller = caller;
    }

    @GET
    public Uni<Page> list(@Context UriInfo uri) {
        operator.require(caller);
        QueryInput query = new QueryInput(uri.getQueryParameters());
        int limit = Math.toIntExact(query.integer("limit", 1, MOST, MOST));
        query.finish();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(limit))
                .map(rows -> new Page(
                        "list",
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(Audited::of)
                                .toList()));
    }

    record Page(String object, List<Audited> data) {}

    /** @param detail the first sum that did not agree, empty if all did */
    @JsonNaming(SnakeCaseStrategy.class)
    record Audited(String day, String check, long compared, long mismatched, String detail, long checkedAt) {

        static Audited of(Row row) {
            return new Audited(
                    row.getLocalDate("day").toString(),
                    row.getString("check_name"),
                    row.getLong("compared"),
                    row.getLong("mismatched"),
                    row.getString("detail"),
                    row.getOffsetDateTime("checked_at").toEpochSecond());
        }
    }
}
