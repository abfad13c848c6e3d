package io.tollgate.billing.forecast;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This month's spend to its end with a band, and the days of the last four weeks that stand out. */
@Path("/v1/organization/forecast")
@Produces(MediaType.APPLICATION_JSON)
class ForecastResource {

    private final Pool pool;
    private final Caller caller;
    private final Clock clock;

    ForecastResource(Pool pool, Caller caller, Clock clock) {
        this.pool = pool;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public Uni<Forecast> forecast(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        Optional<String> project = query.text("project_id");
        query.finish();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return SpendHistory.read(pool, caller.organization(), project.orElse(null), today)
                .map(history -> Forecast.of(history.total(today), today));
    }

    /**
     * Amounts are whole pico-dollars as decimal strings; null with less than a week of history.
     *
     * @param lowPico nine in ten months like this end above it
     * @param highPico nine in ten months like this end below it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Forecast(
            String object,
            String month,
            @Nullable String spentPico,
            @Nullable String lowPico,
            @Nullable String middlePico,
            @Nullable String highPico,
            List<Anomaly> anomalies) {

        static Forecast of(DailySpend spend, LocalDate today) {
            YearMonth month = YearMonth.from(today);
            Optional<DailySpend.Outlook> outlook = spend.outlook(month, today);
            return new Forecast(
                    "organization.forecast",
                    month.toString(),
                    text(outlook.map(DailySpend.Outlook::spent)),
                    text(outlook.map(DailySpend.Outlook::low)),
                    text(outlook.map(DailySpend.Outlook::middle)),
                    text(outlook.map(DailySpend.Outlook::high)),
                    spend.anomalies(today.minusDays(DailySpend.HISTORY_DAYS), today.plusDays(1)).stream()
                            .map(Anomaly::of)
                            .toList());
        }

        private static @Nullable String text(Optional<BigDecimal> pico) {
            return pico.map(BigDecimal::toPlainString).orElse(null);
        }
    }

    /** A day that spent far more than its day of the week usually does. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Anomaly(String day, String spentPico, String usualPico) {

        static Anomaly of(DailySpend.Anomaly anomaly) {
            return new Anomaly(
                    anomaly.day().toString(),
                    anomaly.spent().toPlainString(),
                    anomaly.usual().toPlainString());
        }
    }
}
