package io.tollgate.chat.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal in OpenAI's terms.
 *
 * @param status the HTTP status that says to OpenAI's clients what the provider's said to its own
 * @param type OpenAI's error type
 * @param code OpenAI's error code, null where it defines none
 * @param message as the provider worded it
 * @param retryAfter seconds that the provider asks to wait for, where its body says so
 */
public record ProviderError(
        int status, String type, @Nullable String code, String message, OptionalInt retryAfter) {

    public static final String INVALID_REQUEST = "invalid_request_error";
    public static final String SERVER_ERROR = "server_error";
    public static final String RATE_LIMIT = "rate_limit_error";
    public static final String CONTEXT_LENGTH = "context_length_exceeded";

    /** The provider's account of this gateway is exhausted: nothing that a caller could mend. */
    public static final String QUOTA = "insufficient_quota";

    private static final int MESSAGE_LENGTH_MAX = 2_000;

    public ProviderError {
        if (message.isBlank()) {
            message = "The provider answered with status " + status + " and no reason.";
        } else if (message.length() > MESSAGE_LENGTH_MAX) {
            message = message.substring(0, MESSAGE_LENGTH_MAX);
        }
    }

    public static ProviderError of(int status, String type, @Nullable String code, String message) {
        return new ProviderError(status, type, code, message, OptionalInt.empty());
    }

    /** The error envelope. */
    public byte[] toJson() {
        return Json.bytes(envelope());
    }

    public ObjectNode envelope() {
        ObjectNode envelope = Json.object();
        envelope.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        return envelope;
    }
}
