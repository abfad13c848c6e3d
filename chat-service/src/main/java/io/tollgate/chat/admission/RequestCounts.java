package io.tollgate.chat.admission;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitRefusal;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.limit.LocalLimits;
import io.tollgate.chat.limit.LocalOutcome;
import io.tollgate.chat.reservation.ReservationOutcome;
import io.tollgate.chat.reservation.ReservationStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Counts requests that cost nothing, but that somebody works for: no budget has to have room for them, the limits of requests do.
 * Redis away: {@link LocalLimits}, as for every other call. Kafka away: that is no matter, as nothing is to be recorded.
 */
final class RequestCounts {

    private static final Logger LOG = Logger.getLogger(RequestCounts.class);

    private final ReservationStore store;
    private final StoreAvailability availability;
    private final LocalLimits local;

    RequestCounts(ReservationStore store, StoreAvailability availability, LocalLimits local) {
        this.store = store;
        this.availability = availability;
        this.local = local;
    }

    Future<CountOutcome> count(String organization, UUID requestId, LimitedCall call) {
        LimitedCall request = call.asRequest();
        if (request.counters().isEmpty()) {
            return Future.succeededFuture(new CountOutcome.Counted(List.of()));
        }
        if (!availability.shouldTry()) {
            return Future.succeededFuture(countLocally(organization, request));
        }
        return store.count(organization, requestId, request)
                .onSuccess(outcome -> availability.succeeded())
                .map(RequestCounts::decided)
                .recover(failure -> {
                    availability.failed();
                    LOG.debugf("Redis did not count a request: %s", failure.getMessage());
                    return Future.succeededFuture(countLocally(organization, request));
                });
    }

    private static CountOutcome decided(ReservationOutcome outcome) {
        return switch (outcome) {
            case ReservationOutcome.Reserved counted -> new CountOutcome.Counted(counted.standings());
            case ReservationOutcome.Limited limited -> {
                LimitStanding decides = limited.decides();
                yield new CountOutcome.Refused(
                        LimitRefusal.of(decides, decides.counter().cost(0), limited.waitMillis()),
                        LimitRefusal.standings(decides, limited.standings()));
            }
            default -> throw new IllegalStateException("not a count: " + outcome);
        };
    }

    private CountOutcome countLocally(String organization, LimitedCall request) {
        return switch (local.admit(organization, request)) {
            case LocalOutcome.Granted granted -> new CountOutcome.Counted(granted.standings());
            case LocalOutcome.Full full ->
                new CountOutcome.Refused(
                        LimitRefusal.of(full.decides(), full.cost(), full.waitMillis()), List.of(full.decides()));
            case LocalOutcome.Crowded _ -> new CountOutcome.Refused(crowded(), List.of());
        };
    }

    static GatewayFailure crowded() {
        return GatewayFailure.unavailable(
                "Too many rate limits are in use to be counted by this process alone; try again later.", 5);
    }
}
