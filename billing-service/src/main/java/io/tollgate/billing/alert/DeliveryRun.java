package io.tollgate.billing.alert;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.alert.Delivery.Outcome;
import io.tollgate.billing.telemetry.BillingMetrics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Delivers what is due.
 *
 * <ol>
 *   <li>Take some deliveries that are due and move their next attempt behind the time that this one may take. Processes
 *       pass over what another one is taking. A crash after this: the delivery is tried again when that time has passed.
 *   <li>Send. A crash after this, before 3: the receiver gets it twice, with the same id.
 *   <li>Write down how it ended, and when to try again if it failed and there are attempts left.
 * </ol>
 */
@ApplicationScoped
class DeliveryRun {

    private static final int PAGE = 20;
    /** Of one organization's: receivers that let us wait hold up their own organization, not the others. */
    private static final int MOST_OF_ONE = 5;

    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final String TAKE = """
            WITH waiting AS (
                SELECT id, row_number() OVER (PARTITION BY organization ORDER BY next_attempt_at) AS place
                FROM alert_delivery WHERE status = 'pending' AND next_attempt_at <= $1
            ), due AS (
                SELECT id FROM alert_delivery
                WHERE status = 'pending' AND next_attempt_at <= $1 AND id IN (SELECT id FROM waiting WHERE place <= $4)
                ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
            ), taken AS (
                UPDATE alert_delivery SET attempts = attempts + 1, next_attempt_at = $2
                WHERE id IN (SELECT id FROM due) RETURNING *
            )
            SELECT taken.id, taken.attempts, taken.webhook, taken.recipients, taken.subject_prefix, webhook.url,
                alert.payload
            FROM taken JOIN alert ON alert.id = taken.alert LEFT JOIN webhook ON webhook.id = taken.webhook""";
    private static final String LOG = """
            INSERT INTO delivery_attempt (delivery, attempt, finished_at, delivered, detail) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING""";
    /** Not where the webhook was deleted meanwhile: that gave the delivery up for good. */
    private static final String FINISH =
            "UPDATE alert_delivery SET status = $2, next_attempt_at = $3 WHERE id = $1 AND status = 'pending'";

    private final Pool pool;
    private final WebhookSender webhooks;
    private final EmailSender emails;
    private final AlertConfig config;
    private final BillingMetrics metrics;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    DeliveryRun(
            Pool pool,
            WebhookSender webhooks,
            EmailSender emails,
            AlertConfig config,
            BillingMetrics metrics,
            Clock clock) {
        this.pool = pool;
        this.webhooks = webhooks;
        this.emails = emails;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(now, now.plus(config.timeout()).plus(MARGIN), PAGE, MOST_OF_ONE))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Delivery::of)
                        .toList())
                .chain(this::deliver);
    }

    private Uni<Void> deliver(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> all = deliveries.stream().map(this::deliver).toList();
        return Uni.join().all(all).andCollectFailures().replaceWithVoid();
    }

    private Uni<Void> deliver(Delivery delivery) {
        Uni<Outcome> sent = delivery.webhook() == null ? emails.send(delivery) : webhooks.send(delivery);
        return sent.chain(outcome -> finish(delivery, outcome));
    }

    private Uni<Void> finish(Delivery delivery, Outcome outcome) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Optional<Duration> pause = new Backoff(config.pauses()).after(delivery.attempt(), random);
        String failed = pause.isPresent() ? "pending" : "failed";
        String status = outcome.delivered() ? "delivered" : failed;
        metrics.alertDelivered(delivery.webhook() == null ? "email" : "webhook", status);
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOG)
                .execute(Tuple.of(delivery.id(), delivery.attempt(), now, outcome.delivered(), outcome.detail()))
                .chain(() -> transaction
                        .preparedQuery(FINISH)
                        .execute(Tuple.of(delivery.id(), status, now.plus(pause.orElse(Duration.ZERO)))))
                .replaceWithVoid());
    }
}
