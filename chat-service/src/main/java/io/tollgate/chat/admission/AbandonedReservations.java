package io.tollgate.chat.admission;

import io.tollgate.chat.reservation.ReservationStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Attempts that were refused after Redis had not answered their reservation. Redis may have made it all the same; left
 * alone, it would run out into the charge of a call that never was.
 */
final class AbandonedReservations {

    private static final Logger LOG = Logger.getLogger(AbandonedReservations.class);
    /** Beyond this many, further ones are left to run out into estimates, which the log says. */
    private static final int CAPACITY = 100_000;

    private record Abandoned(String organization, UUID attemptId) {}

    private final Queue<Abandoned> waiting = new ArrayDeque<>();

    synchronized void add(String organization, UUID attemptId) {
        if (waiting.size() >= CAPACITY) {
            LOG.warnf(
                    "Too many refused attempts wait for Redis, one may be charged an estimate: attempt %s", attemptId);
            return;
        }
        waiting.add(new Abandoned(organization, attemptId));
    }

    /** Called now and then, more often than leases run out: has Redis forget the reservations that it may have made. */
    void release(ReservationStore store) {
        takeAll()
                .forEach((organization, attempts) -> store.apply(organization, List.of(), attempts)
                        .onFailure(failure -> attempts.forEach(attempt -> add(organization, attempt))));
    }

    private synchronized Map<String, List<UUID>> takeAll() {
        Map<String, List<UUID>> byOrganization = new HashMap<>();
        for (Abandoned abandoned = waiting.poll(); abandoned != null; abandoned = waiting.poll()) {
            byOrganization
                    .computeIfAbsent(abandoned.organization(), organization -> new ArrayList<>())
                    .add(abandoned.attemptId());
        }
        return byOrganization;
    }
}
