package io.tollgate.chat.testing;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What Redis holds for an organization. */
public final class RedisState {

    private final Redis redis;
    private final String organization;

    public RedisState(Redis redis, String organization) {
        this.redis = redis;
        this.organization = organization;
    }

    /** Nano-dollars reserved, over all budgets and periods. */
    public long reservedNano() {
        return sum(":r");
    }

    /** Nano-dollars committed, over all budgets and periods. */
    public long committedNano() {
        return sum(":c");
    }

    private long sum(String suffix) {
        Response budgets = send(Request.cmd(Command.HGETALL).arg(key("budgets")));
        return budgets.getKeys().stream()
                .filter(field -> field.endsWith(suffix))
                .mapToLong(field -> budgets.get(field).toLong())
                .sum();
    }

    public long reservations() {
        return send(Request.cmd(Command.HLEN).arg(key("reservations"))).toLong();
    }

    /** Events that wait for Kafka. */
    public long outbox() {
        return send(Request.cmd(Command.ZCARD).arg(key("outbox-order"))).toLong();
    }

    private String key(String kind) {
        return "tollgate:{" + organization + "}:" + kind;
    }

    private Response send(Request request) {
        try {
            Future<Response> answer = redis.send(request);
            return answer.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Redis does not answer", failure);
        }
    }
}
