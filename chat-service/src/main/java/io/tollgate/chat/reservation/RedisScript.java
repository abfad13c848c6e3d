package io.tollgate.chat.reservation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A Lua script, called by its hash; sent whole only when Redis does not know it, as after a restart. */
final class RedisScript {

    private final String source;
    private final String sha1;

    private RedisScript(String source) {
        this.source = source;
        this.sha1 = sha1(source);
    }

    /** @param name of a resource {@code /redis/<name>.lua} */
    static RedisScript named(String name) {
        String path = "/redis/" + name + ".lua";
        try (InputStream resource = RedisScript.class.getResourceAsStream(path)) {
            return new RedisScript(
                    new String(Objects.requireNonNull(resource, path).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path, unreadable);
        }
    }

    /** @param arguments Strings or byte arrays */
    Future<Response> run(RedisConnections redis, List<String> keys, List<?> arguments) {
        return redis.send(request(Command.EVALSHA, sha1, keys, arguments))
                .recover(failure -> isUnknownScript(failure)
                        ? redis.send(request(Command.EVAL, source, keys, arguments))
                        : Future.failedFuture(failure));
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
                request.arg(Buffer.buffer(bytes));
            } else {
                request.arg((String) argument);
            }
        }
        return request;
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    /** The number that a script returned. */
    static int integer(Response response) {
        if (response.type() != ResponseType.NUMBER) {
            throw new IllegalStateException("expected a number from Redis, got " + response.type());
        }
        return response.toInteger();
    }
}
