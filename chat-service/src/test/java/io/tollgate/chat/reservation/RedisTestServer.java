package io.tollgate.chat.reservation;

import io.tollgate.chat.testing.MutableClock;
import io.tollgate.local.testing.RunningServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real Redis of one test class, and stores over it. */
public final class RedisTestServer implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final int OUTBOX_BOUND = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RunningServers servers = RunningServers.start(List.of("redis"));
    private final Vertx vertx = Vertx.vertx();
    private final String url = Objects.requireNonNull(servers.configuration().get("quarkus.redis.hosts"));
    private final RedisConnections redis = new RedisConnections(vertx, this::client, TIMEOUT);

    final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private Redis client() {
        return Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
    }

    public ReservationStore store() {
        return new ReservationStore(redis, clock, LEASE, OUTBOX_BOUND, ReservationStore.CounterClock.PROCESS);
    }

    QuestionStore questions() {
        return new QuestionStore(redis, clock);
    }

    /** A store whose windows go by the clock of Redis, as in production. */
    public ReservationStore storeByServerClock() {
        return new ReservationStore(redis, clock, LEASE, OUTBOX_BOUND);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Nullable
    public Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return await(redis.send(request));
    }

    /** A number that Redis keeps, 0 if it keeps none. */
    long number(Command command, String... arguments) {
        Response response = send(command, arguments);
        return response == null ? 0 : response.toLong();
    }

    void kill() {
        servers.kill("redis");
    }

    void start() {
        servers.start("redis");
    }

    /** {@code STOP} makes it hang, {@code CONT} lets it go on. */
    public void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(servers.pid("redis"))).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("redis could not be sent " + signal);
        }
    }

    @Override
    public void close() {
        redis.close();
        await(vertx.close());
        servers.close();
    }
}
