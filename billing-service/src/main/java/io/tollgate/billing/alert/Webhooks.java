package io.tollgate.billing.alert;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

/** Webhooks of an organization. A deleted one keeps its row for the log of its deliveries. */
@ApplicationScoped
class Webhooks {

    private static final String CREATE = """
            INSERT INTO webhook (id, organization, url, kinds, active, created_at) VALUES ($1, $2, $3, $4, true, $5)
            RETURNING id, url, kinds, created_at""";
    private static final String PAGE = """
            SELECT id, url, kinds, created_at FROM webhook WHERE organization = $1 AND active AND id > $2
            ORDER BY id LIMIT $3""";
    private static final String ONE =
            "SELECT id, url, kinds, created_at FROM webhook WHERE organization = $1 AND active AND id = $2";
    private static final String DELETE = """
            UPDATE webhook SET active = false WHERE organization = $1 AND active AND id = $2
            RETURNING id, url, kinds, created_at""";
    private static final String GIVE_UP =
            "UPDATE alert_delivery SET status = 'failed' WHERE webhook = $1 AND status = 'pending'";

    private final Pool pool;
    private final WebhookSecrets secrets;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    Webhooks(Pool pool, WebhookSecrets secrets, AuditTrail audit, Identifiers identifiers, Clock clock) {
        this.pool = pool;
        this.secrets = secrets;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<Webhook> create(Actor actor, WebhookTarget target, List<String> kinds) {
        if (!secrets.areAvailable()) {
            throw ApiException.conflict("Webhooks are not switched on in this installation: set TOLLGATE_WEBHOOK_KEY.");
        }
        Tuple row = Tuple.of(
                identifiers.next("webhook"),
                actor.organization(),
                target.url().toString(),
                String.join(",", kinds),
                OffsetDateTime.now(clock));
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(CREATE)
                        .execute(row)
                        .map(rows -> Webhook.of(rows.iterator().next()))
                        .call(webhook -> audit.append(
                                transaction, actor, Change.created("webhook.created", null, webhook.id(), webhook))))
                .map(webhook -> webhook.withSecret(secrets.reveal(webhook.id())));
    }

    Uni<Listing<Webhook>> list(String organization, PageRequest page) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(organization, page.after(), page.limit() + 1))
                .map(rows -> Listing.of(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(Webhook::of)
                                .toList(),
                        page.limit(),
                        Webhook::id));
    }

    Uni<Webhook> find(String organization, String id) {
        return pool.preparedQuery(ONE).execute(Tuple.of(organization, id)).map(rows -> require(rows, id));
    }

    /** What is still on its way to it is given up. */
    Uni<Webhook.Deleted> delete(Actor actor, String id) {
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(DELETE)
                        .execute(Tuple.of(actor.organization(), id))
                        .map(rows -> require(rows, id))
                        .call(() -> transaction.preparedQuery(GIVE_UP).execute(Tuple.of(id)))
                        .call(webhook ->
                                audit.append(transaction, actor, Change.deleted("webhook.deleted", null, id, webhook))))
                .replaceWith(new Webhook.Deleted("webhook.deleted", id, true));
    }

    private static Webhook require(RowSet<Row> rows, String id) {
        if (!rows.iterator().hasNext()) {
            throw ApiException.notFound("webhook", id);
        }
        return Webhook.of(rows.iterator().next());
    }
}
