package io.tollgate.billing.alert;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * Raises alerts within the transaction that found a reason to: they are on the topic, and on their way to every webhook
 * and recipient, if and only if it commits.
 */
@ApplicationScoped
public class Alerts {

    private static final String KEEP = """
            INSERT INTO alert (id, organization, kind, subject, raised_at, payload) VALUES ($1, $2, $3, $4, $5, $6)""";

    /** A webhook's deliveries get the alert's id behind its own: the same alert is never queued twice for it. */
    private static final String TO_WEBHOOKS = """
            INSERT INTO alert_delivery (id, organization, alert, webhook, status, attempts, next_attempt_at, created_at)
            SELECT 'delivery_' || replace($1::text, '-', '') || '_' || id, organization, $1::uuid, id, 'pending', 0, $3, $3
            FROM webhook WHERE organization = $2 AND active AND (kinds = '' OR $4 = ANY(string_to_array(kinds, ',')))""";

    private static final String TO_RECIPIENTS = """
            INSERT INTO alert_delivery (id, organization, alert, recipients, subject_prefix, status, attempts,
                next_attempt_at, created_at)
            VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, $6)""";

    private final Outbox outbox;
    private final Identifiers identifiers;

    Alerts(Outbox outbox, Identifiers identifiers) {
        this.outbox = outbox;
        this.identifiers = identifiers;
    }

    public Uni<Void> raise(SqlClient transaction, List<Alert> alerts) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Alert alert : alerts) {
            all = all.chain(() -> raise(transaction, alert));
        }
        return all.chain(() ->
                outbox.append(transaction, alerts.stream().map(Alerts::message).toList()));
    }

    private Uni<Void> raise(SqlClient transaction, Alert alert) {
        AlertRaised event = alert.event();
        OffsetDateTime at = event.raisedAt().atOffset(ZoneOffset.UTC);
        String kind = kindOf(event);
        String payload = new String(EventJson.write(EventType.ALERT_RAISED, event), StandardCharsets.UTF_8);
        return transaction
                .preparedQuery(KEEP)
                .execute(Tuple.of(event.alertId(), event.organization(), kind, event.subject(), at, payload))
                .chain(() -> transaction
                        .preparedQuery(TO_WEBHOOKS)
                        .execute(Tuple.of(event.alertId().toString(), event.organization(), at, kind)))
                .chain(() -> alert.recipients().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transaction
                                .preparedQuery(TO_RECIPIENTS)
                                .execute(Tuple.of(
                                        identifiers.next("delivery"),
                                        event.organization(),
                                        event.alertId(),
                                        String.join(",", alert.recipients()),
                                        alert.subjectPrefix(),
                                        at))
                                .replaceWithVoid());
    }

    static String kindOf(AlertRaised event) {
        return event.kind().name().toLowerCase(Locale.ROOT);
    }

    private static OutboxMessage message(Alert alert) {
        AlertRaised event = alert.event();
        return OutboxMessage.of(
                EventType.ALERT_RAISED,
                event.organization(),
                event.alertId().toString(),
                "organization/" + event.organization() + "/alert/" + event.alertId(),
                event.raisedAt(),
                event,
                null);
    }
}
