package io.tollgate.chat.metering;

import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.contracts.event.UsageRecorded;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Usage events that neither Redis nor Kafka took, kept in memory until one of them does. It can only grow by attempts that
 * were admitted before both went away: without them nothing new is admitted.
 */
final class UnrecordedUsage {

    private static final Logger LOG = Logger.getLogger(UnrecordedUsage.class);

    /**
     * @param event what was consumed
     * @param entry the same, as it is published
     * @param costNano what it cost, in nano-dollars rounded up
     */
    record Kept(UsageRecorded event, OutboxEntry entry, long costNano) {}

    private final Queue<Kept> kept = new ArrayDeque<>();
    private final int capacity;

    UnrecordedUsage(int capacity) {
        this.capacity = capacity;
    }

    synchronized void keep(Kept usage) {
        if (kept.size() >= capacity) {
            LOG.errorf(
                    "A usage event is lost, %d others wait already: attempt %s",
                    kept.size(), usage.event().attemptId());
            return;
        }
        kept.add(usage);
    }

    synchronized @Nullable Kept take() {
        return kept.poll();
    }

    synchronized int size() {
        return kept.size();
    }
}
