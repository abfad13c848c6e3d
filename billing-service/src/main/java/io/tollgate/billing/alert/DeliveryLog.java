package io.tollgate.billing.alert;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Deliveries with their attempts, newest first. */
@ApplicationScoped
class DeliveryLog {

    private static final String PAGE = """
            SELECT id, alert, webhook, status, next_attempt_at, created_at, (
                SELECT coalesce(jsonb_agg(jsonb_build_object('attempt', attempt, 'finished_at',
                    extract(epoch FROM finished_at)::bigint, 'delivered', delivered, 'detail', detail) ORDER BY attempt), '[]')
                FROM delivery_attempt WHERE delivery = alert_delivery.id) AS attempt_log
            FROM alert_delivery
            WHERE organization = $1 AND ($2 = '' OR webhook = $2) AND ($3::uuid IS NULL OR alert = $3)
                AND ($4 = '' OR id < $4)
            ORDER BY id DESC LIMIT $5""";

    private final Pool pool;

    DeliveryLog(Pool pool) {
        this.pool = pool;
    }

    /** Of one webhook. */
    Uni<Listing<LoggedDelivery>> list(String organization, String webhook, PageRequest page) {
        return list(Tuple.of(organization, webhook, null, page.after(), page.limit() + 1), page);
    }

    /** Of one alert, to whatever webhooks and recipients. */
    Uni<Listing<LoggedDelivery>> list(String organization, UUID alert, PageRequest page) {
        return list(Tuple.of(organization, "", alert, page.after(), page.limit() + 1), page);
    }

    private Uni<Listing<LoggedDelivery>> list(Tuple parameters, PageRequest page) {
        return pool.preparedQuery(PAGE)
                .execute(parameters)
                .map(rows -> Listing.of(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(LoggedDelivery::of)
                                .toList(),
                        page.limit(),
                        LoggedDelivery::id));
    }
}
