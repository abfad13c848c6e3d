package io.tollgate.chat.provider;

import io.netty.channel.ConnectTimeoutException;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.failure.GatewayFailure.Retry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a caller is told when a provider refuses or fails. */
public final class ProviderErrors {

    private static final Set<String> ACCOUNT_ERRORS = Set.of("insufficient_quota", "billing_hard_limit_reached");
    private static final int RETRY_AFTER_MAX = 60;
    private static final int MESSAGE_LENGTH_MAX = 2_000;

    private ProviderErrors() {}

    /**
     * A provider's error answer. What the caller did wrong is passed on as the provider said it; what we did wrong (its
     * refusal of our credentials) and what the provider did wrong are server errors.
     *
     * @param provider the configured provider's name
     * @param status the answer's status
     * @param retryAfter the answer's {@code Retry-After}, null if it had none
     * @param body the answer's body
     */
    public static GatewayFailure ofAnswer(String provider, int status, @Nullable String retryAfter, Buffer body) {
        JsonObject error = errorObject(body);
        String said = text(error, "message");
        String message = said == null ? "Provider '" + provider + "' answered with status " + status + "." : said;
        if (status == 401 || status == 403) {
            return new GatewayFailure(
                    502,
                    "server_error",
                    "provider_credentials_refused",
                    null,
                    "Provider '" + provider + "' refused this gateway's credentials (status " + status
                            + "); its operator must check the provider's api-key.",
                    new Retry.BySdk());
        }
        if (status == 429 && isAboutOurAccount(error)) {
            return new GatewayFailure(
                    503,
                    "service_unavailable_error",
                    "provider_quota_exhausted",
                    null,
                    "This gateway's account with provider '" + provider
                            + "' is exhausted; its operator must check the account's quota and billing.",
                    new Retry.Never());
        }
        if (status == 429) {
            return new GatewayFailure(
                    429,
                    orElse(text(error, "type"), "rate_limit_error"),
                    orElse(text(error, "code"), "rate_limit_exceeded"),
                    null,
                    message,
                    retry(retryAfter));
        }
        if (status >= 400 && status < 500) {
            return new GatewayFailure(
                    status,
                    orElse(text(error, "type"), "invalid_request_error"),
                    text(error, "code"),
                    text(error, "param"),
                    message,
                    status == 408 || status == 409 ? new Retry.BySdk() : new Retry.Never());
        }
        if (status == 503 || status == 529) {
            return new GatewayFailure(
                    503, "service_unavailable_error", "server_is_overloaded", null, message, retry(retryAfter));
        }
        return status == 504 ? GatewayFailure.upstreamTimeout(message) : GatewayFailure.upstream(message);
    }

    /** Told as a rate limit, it would be taken for the caller's own quota, and the provider's text is about our account. */
    private static boolean isAboutOurAccount(@Nullable JsonObject error) {
        return ACCOUNT_ERRORS.contains(orElse(text(error, "code"), ""))
                || ACCOUNT_ERRORS.contains(orElse(text(error, "type"), ""));
    }

    /** An error in an answer whose status claims success. */
    public static GatewayFailure withinAnswer(String provider, Buffer body) {
        return GatewayFailure.upstream(orElse(
                text(errorObject(body), "message"),
                "Provider '" + provider + "' answered with an error under a status of success."));
    }

    /** An error event in a stream that had not begun to answer. */
    public static GatewayFailure withinStream(String provider, Buffer events) {
        String text = events.toString(StandardCharsets.UTF_8);
        int data = text.lastIndexOf("data:");
        return withinAnswer(provider, Buffer.buffer(text.substring(data < 0 ? 0 : data + "data:".length())));
    }

    /** A call that got no answer at all. */
    public static GatewayFailure ofFailure(String provider, Throwable failure) {
        if (isTimeout(failure)) {
            return GatewayFailure.upstreamTimeout("Provider '" + provider + "' did not answer in time.");
        }
        if (failure instanceof UntranslatableRequestException untranslatable) {
            return GatewayFailure.invalid("unsupported_parameter", untranslatable.param(), untranslatable.reason());
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return GatewayFailure.unavailable(
                    "Too many calls to provider '" + provider + "' wait for a connection.", 1);
        }
        return GatewayFailure.upstream("Provider '" + provider + "' could not be reached or broke off the connection.");
    }

    public static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof ConnectTimeoutException;
    }

    private static Retry retry(@Nullable String header) {
        if (header == null) {
            return new Retry.BySdk();
        }
        try {
            long seconds = Long.parseLong(header.strip());
            // Some SDKs wait as long as they are told, however long that is.
            return seconds > RETRY_AFTER_MAX ? new Retry.BySdk() : new Retry.After((int) Math.max(1, seconds));
        } catch (NumberFormatException notSeconds) {
            return new Retry.BySdk();
        }
    }

    private static @Nullable JsonObject errorObject(Buffer body) {
        try {
            Object error = new JsonObject(body).getValue("error");
            return error instanceof JsonObject object ? object : null;
        } catch (DecodeException notJson) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable JsonObject error, String field) {
        if (error == null || !(error.getValue(field) instanceof String text) || text.isBlank()) {
            return null;
        }
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX);
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
