package io.tollgate.chat.reservation;

import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisClientConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Objects;

/** The process's {@link ReservationStore}, over the Redis of {@code quarkus.redis.*}. */
final class Reservations {

    private Reservations() {}

    /** Quarkus's own client is one for the whole process; its factory makes as many as there are event loops. */
    @Produces
    @Singleton
    static RedisConnections connections(
            Vertx vertx,
            SmallRyeConfig settings,
            TlsConfigurationRegistry certificates,
            ProxyConfigurationRegistry proxies,
            ReservationConfig config) {
        RedisClientConfig redis = Objects.requireNonNull(
                settings.getConfigMapping(RedisConfig.class).clients().get(RedisConfig.DEFAULT_CLIENT_NAME),
                "quarkus.redis.hosts is not set");
        return new RedisConnections(
                vertx,
                () -> VertxRedisClientFactory.create(
                        RedisConfig.DEFAULT_CLIENT_NAME, vertx, redis, certificates, proxies),
                config.timeout());
    }

    static void close(@Disposes RedisConnections connections) {
        connections.close();
    }

    @Produces
    @Singleton
    static ReservationStore store(RedisConnections redis, InstantSource clock, ReservationConfig config) {
        return new ReservationStore(redis, clock, config.lease(), config.outboxBound());
    }

    @Produces
    @Singleton
    static QuestionStore questions(RedisConnections redis, InstantSource clock) {
        return new QuestionStore(redis, clock);
    }
}
