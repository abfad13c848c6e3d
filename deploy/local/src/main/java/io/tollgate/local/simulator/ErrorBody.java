package io.tollgate.local.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** OpenAI's error envelope. */
record ErrorBody(
        int status,
        String message,
        String type,
        @Nullable String parameter,
        @Nullable String code) {

    static ErrorBody of(InvalidRequestException refused) {
        return new ErrorBody(
                400, String.valueOf(refused.getMessage()), "invalid_request_error", refused.parameter(), null);
    }

    static ErrorBody invalidKey() {
        return new ErrorBody(401, "Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key");
    }

    static ErrorBody tooManyRequests() {
        return new ErrorBody(429, "Rate limit reached (simulated).", "requests", null, "rate_limit_exceeded");
    }

    static ErrorBody serverError() {
        return new ErrorBody(500, "The server had an error (simulated).", "server_error", null, null);
    }

    static ErrorBody overloaded() {
        return new ErrorBody(
                503,
                "The server is overloaded (simulated).",
                "service_unavailable_error",
                null,
                "server_is_overloaded");
    }

    Buffer json() {
        return Buffer.buffer("{\"error\":{\"message\":" + quoted(message) + ",\"type\":" + quoted(type) + ",\"param\":"
                + quoted(parameter) + ",\"code\":" + quoted(code) + "}}");
    }

    private static String quoted(@Nullable String text) {
        return text == null
                ? "null"
                : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
