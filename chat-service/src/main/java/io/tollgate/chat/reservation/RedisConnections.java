package io.tollgate.chat.reservation;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One connection to Redis for each event loop, opened when it is first needed, so that a request is served by one thread from its
 * first byte to its last: a pool of Vert.x keeps all its connections on the event loop that made it, and every call from
 * another one would wake two threads. Calls under way at the same time share the connection and its packets; Redis works
 * on one at a time in any case.
 */
public final class RedisConnections implements AutoCloseable {

    private final VertxInternal vertx;
    private final Supplier<Redis> clients;
    private final Duration timeout;
    private final Map<EventLoop, PipelinedRedis> loops = new ConcurrentHashMap<>();

    /**
     * @param clients makes clients that keep their connections on the event loop they are made on
     * @param timeout the longest that one call may take, connecting included
     */
    public RedisConnections(Vertx vertx, Supplier<Redis> clients, Duration timeout) {
        this.vertx = (VertxInternal) vertx;
        this.clients = clients;
        this.timeout = timeout;
    }

    /** @return fails if Redis refuses the command, cannot be reached, or does not answer in time */
    Future<Response> send(Request request) {
        ContextInternal caller = vertx.getOrCreateContext();
        Promise<Response> answered = caller.promise();
        loops.computeIfAbsent(caller.nettyEventLoop(), loop -> on(loop, caller)).send(request, answered);
        return answered.future();
    }

    /** With a context of its own: the caller's holds the data of a request. */
    private PipelinedRedis on(EventLoop loop, ContextInternal caller) {
        return new PipelinedRedis(
                vertx.createEventLoopContext(loop, caller.workerPool(), caller.classLoader()), clients, timeout);
    }

    @Override
    public void close() {
        loops.values().forEach(PipelinedRedis::close);
    }
}
