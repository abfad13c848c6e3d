package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Anthropic's errors: {@code {"type":"error","error":{"type","message"}}}. */
final class AnthropicErrors {

    private AnthropicErrors() {}

    static ProviderError ofAnswer(int status, byte[] body) {
        try {
            return of(status, Json.parseObject(body).path("error"));
        } catch (IOException notJson) {
            return of(status, Json.object());
        }
    }

    /** An error within an answer whose status claims success: the type stands for the status. */
    static ProviderError within(JsonNode error) {
        int status =
                switch (Json.string(error, "type", "")) {
                    case "invalid_request_error" -> 400;
                    case "rate_limit_error" -> 429;
                    case "overloaded_error" -> 503;
                    case "timeout_error" -> 504;
                    default -> 502;
                };
        return of(status, error);
    }

    private static ProviderError of(int status, JsonNode error) {
        String type = Json.string(error, "type", "");
        String message = Json.string(error, "message", "");
        if (type.equals("billing_error") || isAboutCredit(message)) {
            return ProviderError.of(429, ProviderError.QUOTA, ProviderError.QUOTA, message);
        }
        return switch (status) {
            case 429 -> ProviderError.of(429, ProviderError.RATE_LIMIT, "rate_limit_exceeded", message);
            case 503, 529 -> ProviderError.of(503, "service_unavailable_error", "server_is_overloaded", message);
            default -> {
                boolean callers = status >= 400 && status < 500;
                yield ProviderError.of(
                        status,
                        callers ? ProviderError.INVALID_REQUEST : ProviderError.SERVER_ERROR,
                        callers ? code(message) : null,
                        message);
            }
        };
    }

    private static boolean isAboutCredit(String message) {
        return message.toLowerCase(Locale.ROOT).contains("credit balance is too low");
    }

    private static @Nullable String code(String message) {
        return message.toLowerCase(Locale.ROOT).contains("prompt is too long") ? ProviderError.CONTEXT_LENGTH : null;
    }
}
