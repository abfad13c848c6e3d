package io.tollgate.chat.reservation;

import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The process's {@link ReservationStore}. */
final class Reservations {

    private Reservations() {}

    @Produces
    @Singleton
    static ReservationStore store(Redis redis, InstantSource clock, ReservationConfig config) {
        return new ReservationStore(redis, clock, config.timeout(), config.lease(), config.outboxBound());
    }
}
