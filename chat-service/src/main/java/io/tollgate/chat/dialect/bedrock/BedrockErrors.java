package io.tollgate.chat.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amazon's errors: {@code {"message"}}, their kind in the status, within a stream in the event's header. */
final class BedrockErrors {

    private BedrockErrors() {}

    static ProviderError ofAnswer(int status, byte[] body) {
        try {
            return of(status, message(Json.parseObject(body)));
        } catch (IOException notJson) {
            return of(status, "");
        }
    }

    /** @param exceptionType such as {@code throttlingException} */
    static ProviderError within(String exceptionType, byte[] payload) {
        int status =
                switch (exceptionType) {
                    case "throttlingException" -> 429;
                    case "validationException" -> 400;
                    case "serviceUnavailableException" -> 503;
                    default -> 502;
                };
        return ofAnswer(status, payload);
    }

    private static ProviderError of(int status, String message) {
        return switch (status) {
            case 429 -> ProviderError.of(429, ProviderError.RATE_LIMIT, "rate_limit_exceeded", message);
            case 503 -> ProviderError.of(503, "service_unavailable_error", "server_is_overloaded", message);
            // The model took too long, or failed: not the caller's doing, whatever the status says.
            case 408 -> ProviderError.of(504, ProviderError.SERVER_ERROR, "upstream_timeout", message);
            case 424 -> ProviderError.of(502, ProviderError.SERVER_ERROR, "upstream_error", message);
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

    private static @Nullable String code(String message) {
        String said = message.toLowerCase(Locale.ROOT);
        return said.contains("too long") || said.contains("too many input tokens")
                ? ProviderError.CONTEXT_LENGTH
                : null;
    }

    private static String message(JsonNode body) {
        return Json.string(body, "message", Json.string(body, "Message", ""));
    }
}
