package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;

/** Google's errors: {@code {"error":{"code","message","status","details":[...]}}}. */
final class GeminiErrors {

    private GeminiErrors() {}

    static ProviderError ofAnswer(int status, byte[] body) {
        try {
            return of(status, Json.parseObject(body).path("error"));
        } catch (IOException notJson) {
            return of(status, Json.object());
        }
    }

    /** An error within an answer whose status claims success: it names its own. */
    static ProviderError within(JsonNode error) {
        int code = error.path("code").asInt(502);
        return of(code >= 400 && code < 600 ? code : 502, error);
    }

    private static ProviderError of(int status, JsonNode error) {
        String message = Json.string(error, "message", "");
        if (hasReason(error, "API_KEY_INVALID")) {
            return ProviderError.of(401, ProviderError.INVALID_REQUEST, "invalid_api_key", message);
        }
        return switch (status) {
            case 429 ->
                new ProviderError(429, ProviderError.RATE_LIMIT, "rate_limit_exceeded", message, retryDelay(error));
            case 503 -> ProviderError.of(503, "service_unavailable_error", "server_is_overloaded", message);
            default -> {
                boolean callers = status >= 400 && status < 500;
                boolean tooLong = message.toLowerCase(Locale.ROOT).contains("exceeds the maximum number of tokens");
                yield ProviderError.of(
                        status,
                        callers ? ProviderError.INVALID_REQUEST : ProviderError.SERVER_ERROR,
                        callers && tooLong ? ProviderError.CONTEXT_LENGTH : null,
                        message);
            }
        };
    }

    private static boolean hasReason(JsonNode error, String reason) {
        for (JsonNode detail : error.path("details")) {
            if (reason.equals(detail.path("reason").textValue())) {
                return true;
            }
        }
        return false;
    }

    /** {@code "retryDelay": "17s"} or {@code "17.5s"}. */
    private static OptionalInt retryDelay(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String delay = Json.string(detail, "retryDelay", "");
            if (delay.matches("[0-9]{1,6}(\\.[0-9]{1,9})?s")) {
                return OptionalInt.of((int) Math.ceil(Double.parseDouble(delay.substring(0, delay.length() - 1))));
            }
        }
        return OptionalInt.empty();
    }
}
