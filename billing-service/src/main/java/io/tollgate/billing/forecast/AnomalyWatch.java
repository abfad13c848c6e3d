package io.tollgate.billing.forecast;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.alert.Alert;
import io.tollgate.billing.alert.Alerts;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.billing.lifecycle.StartUp;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.AlertRaised.Kind;
import io.tollgate.contracts.money.Money;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what organizations and their projects spent today and yesterday, and raises an alert for each day that stands out;
 * once for each, whatever is spent on it afterwards and however many processes look.
 */
@ApplicationScoped
class AnomalyWatch {

    private static final int DAYS_BACK = 1;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final String SPENDERS = """
            SELECT id FROM organization WHERE EXISTS (
                SELECT FROM usage_hour WHERE organization = organization.id AND bucket >= $1)
            ORDER BY id""";
    private static final String CLAIM = """
            INSERT INTO anomaly_alert (organization, project, day, alert) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING""";

    private final Pool pool;
    private final Alerts alerts;
    private final StartUp startUp;
    private final Clock clock;
    private final TimeBasedEpochGenerator identifiers = Generators.timeBasedEpochGenerator();

    AnomalyWatch(Pool pool, Alerts alerts, StartUp startUp, Clock clock) {
        this.pool = pool;
        this.alerts = alerts;
        this.startUp = startUp;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "3m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return startUp.isCompleted() ? look(clock.instant()) : Uni.createFrom().voidItem();
    }

    Uni<Void> look(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate from = today.minusDays(DAYS_BACK);
        return pool.preparedQuery(SPENDERS)
                .execute(Tuple.of(from.atStartOfDay().atOffset(ZoneOffset.UTC)))
                .chain(rows -> Independently.forEach(
                        rows,
                        row -> "anomaly watch, organization=" + row.getString("id"),
                        row -> look(row.getString("id"), from, today, now)));
    }

    private Uni<Void> look(String organization, LocalDate from, LocalDate today, Instant now) {
        return SpendHistory.read(pool, organization, null, today).chain(history -> {
            Uni<Void> all = raise(organization, null, history.total(today).anomalies(from, today.plusDays(1)), now);
            for (String project : history.byProject().keySet()) {
                List<DailySpend.Anomaly> found = history.of(project, today).anomalies(from, today.plusDays(1));
                all = all.chain(() -> raise(organization, project, found, now));
            }
            return all;
        });
    }

    private Uni<Void> raise(
            String organization, @Nullable String project, List<DailySpend.Anomaly> found, Instant now) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (DailySpend.Anomaly anomaly : found) {
            AlertRaised event = event(organization, project, anomaly, now);
            all = all.chain(() -> pool.withTransaction(transaction -> raise(transaction, event, anomaly.day())));
        }
        return all;
    }

    private Uni<Void> raise(SqlConnection transaction, AlertRaised event, LocalDate day) {
        String project = event.project();
        return transaction
                .preparedQuery(CLAIM)
                .execute(Tuple.of(event.organization(), project == null ? "" : project, day, event.alertId()))
                .chain(claimed -> claimed.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : alerts.raise(transaction, List.of(new Alert(event, List.of(), null))));
    }

    private AlertRaised event(String organization, @Nullable String project, DailySpend.Anomaly anomaly, Instant now) {
        Money spent = money(anomaly.spent());
        String weekday = anomaly.day().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return new AlertRaised(
                identifiers.generate(),
                organization,
                project,
                Kind.ANOMALY,
                "daily_spend:" + anomaly.day(),
                now,
                anomaly.day().atStartOfDay().toInstant(ZoneOffset.UTC),
                null,
                null,
                spent,
                (project == null ? "The organization" : "Project " + project) + " has spent " + spent + " on "
                        + anomaly.day() + ", far more than the " + money(anomaly.usual()) + " that are usual on a "
                        + weekday + ".");
    }

    /** What exceeds the range of {@link Money} is shown as its end. */
    private static Money money(BigDecimal pico) {
        return Money.ofPico(pico.min(LARGEST).max(BigDecimal.ZERO).longValueExact());
    }
}
