package io.tollgate.chat.failure;

import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused or failed, in the terms of OpenAI's error object. It is a value, not an exception: a refusal is
 * an ordinary outcome of the request path.
 *
 * @param status HTTP status
 * @param type OpenAI's error type
 * @param code OpenAI's error code, null where it defines none
 * @param param the offending field's path, null where no field is to blame
 * @param message says what is wrong, where, and what to do; never empty
 * @param retry what the client's SDK should do
 */
public record GatewayFailure(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        Retry retry) {

    public static final int REQUEST_TIMEOUT = 408;

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER_ERROR = "server_error";
    private static final String UNAVAILABLE = "service_unavailable_error";

    /** What the official SDKs should do: they obey {@code x-should-retry} and {@code Retry-After}. */
    public sealed interface Retry {
        /** No header: the SDK decides by status. */
        record BySdk() implements Retry {}

        /** Trying again cannot help. */
        record Never() implements Retry {}

        /**
         * Trying again later may help.
         *
         * @param seconds 1 to 60: a longer wait parks threads in some SDKs
         */
        record After(int seconds) implements Retry {
            public After {
                if (seconds < 1 || seconds > 60) {
                    throw new IllegalArgumentException("retry delay must be 1 to 60 seconds: " + seconds);
                }
            }
        }
    }

    public GatewayFailure {
        if (message.isBlank()) {
            throw new IllegalArgumentException("an error needs a message");
        }
    }

    public static GatewayFailure invalid(@Nullable String param, String message) {
        return invalid(null, param, message);
    }

    public static GatewayFailure invalid(@Nullable String code, @Nullable String param, String message) {
        return new GatewayFailure(400, INVALID_REQUEST, code, param, message, new Retry.Never());
    }

    public static GatewayFailure invalidKey(String message) {
        return new GatewayFailure(401, INVALID_REQUEST, "invalid_api_key", null, message, new Retry.Never());
    }

    public static GatewayFailure forbidden(String code, @Nullable String param, String message) {
        return new GatewayFailure(403, INVALID_REQUEST, code, param, message, new Retry.Never());
    }

    /** The key may do other operations only. */
    public static GatewayFailure outOfScope(Operation operation) {
        return forbidden(
                "insufficient_permissions",
                null,
                "This API key's scopes do not permit the operation '"
                        + operation.name().toLowerCase(Locale.ROOT) + "'.");
    }

    public static GatewayFailure notFound(@Nullable String code, @Nullable String param, String message) {
        return new GatewayFailure(404, INVALID_REQUEST, code, param, message, new Retry.Never());
    }

    public static GatewayFailure methodNotAllowed(String message) {
        return new GatewayFailure(405, INVALID_REQUEST, null, null, message, new Retry.Never());
    }

    /**
     * What could not even be routed.
     *
     * @param status 400 to 499
     */
    public static GatewayFailure refused(int status) {
        return new GatewayFailure(
                status,
                INVALID_REQUEST,
                null,
                null,
                "The request is not one that can be served (status " + status + "); check its URL and headers.",
                new Retry.Never());
    }

    /** The client took too long; the official SDKs try again. */
    public static GatewayFailure requestTimeout(String message) {
        return new GatewayFailure(
                REQUEST_TIMEOUT, INVALID_REQUEST, "request_timeout", null, message, new Retry.BySdk());
    }

    public static GatewayFailure tooLarge(String message) {
        return new GatewayFailure(413, INVALID_REQUEST, "request_too_large", null, message, new Retry.Never());
    }

    public static GatewayFailure insufficientQuota(String message) {
        return new GatewayFailure(429, "insufficient_quota", "insufficient_quota", null, message, new Retry.Never());
    }

    /** @param type what there was too much of: {@code requests} or {@code tokens} */
    public static GatewayFailure rateLimited(String type, String message, Retry retry) {
        return new GatewayFailure(429, type, "rate_limit_exceeded", null, message, retry);
    }

    public static GatewayFailure internal() {
        return new GatewayFailure(
                500,
                SERVER_ERROR,
                null,
                null,
                "The gateway failed to handle this request; its log has the cause under this request's id.",
                new Retry.BySdk());
    }

    public static GatewayFailure upstream(String message) {
        return new GatewayFailure(502, SERVER_ERROR, "upstream_error", null, message, new Retry.BySdk());
    }

    public static GatewayFailure upstreamTimeout(String message) {
        return new GatewayFailure(504, SERVER_ERROR, "upstream_timeout", null, message, new Retry.BySdk());
    }

    public static GatewayFailure unavailable(String message, int retryAfterSeconds) {
        return new GatewayFailure(503, UNAVAILABLE, null, null, message, new Retry.After(retryAfterSeconds));
    }

    /** The delay a client is told, if any. */
    public OptionalInt retryAfterSeconds() {
        return retry instanceof Retry.After after ? OptionalInt.of(after.seconds()) : OptionalInt.empty();
    }
}
