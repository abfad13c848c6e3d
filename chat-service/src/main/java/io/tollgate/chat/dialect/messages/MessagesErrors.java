package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;

/** Anthropic's error envelope. */
public final class MessagesErrors {

    private MessagesErrors() {}

    /** @param status decides the type */
    public static ObjectNode of(int status, String message) {
        ObjectNode envelope = Json.object().put("type", "error");
        envelope.putObject("error").put("type", type(status)).put("message", message);
        return envelope;
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
