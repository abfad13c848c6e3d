package io.tollgate.chat.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Of the same requests at the same time one goes ahead, and the others wait for it to be over; however it ends, they then go
 * on, and find its answer or ask for one themselves. It holds for one process: replicas do not wait for each other.
 */
public final class SingleFlight {

    private final ConcurrentMap<String, Promise<Void>> leaders = new ConcurrentHashMap<>();

    /**
     * @param flight the organization and the request's fingerprint
     * @return empty for the one that goes ahead, which must {@link #land}; else what to wait for, which never fails
     */
    public Optional<Future<Void>> join(String flight) {
        Promise<Void> leader = leaders.putIfAbsent(flight, Promise.promise());
        return Optional.ofNullable(leader).map(Promise::future);
    }

    /** The one that went ahead is over. */
    public void land(String flight) {
        Promise<Void> leader = leaders.remove(flight);
        if (leader != null) {
            leader.complete();
        }
    }

    /** How many went ahead and are not over. */
    public int underWay() {
        return leaders.size();
    }
}
