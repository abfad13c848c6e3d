package io.tollgate.billing.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An answer other than success, as the caller will see it. */
public final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final ErrorBody body;

    private ApiException(int status, String message, String type, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.body = ErrorBody.of(message, type, param, code);
    }

    /** 400: the request is wrong; repeating it will not help. */
    public static ApiException invalid(String message, @Nullable String param) {
        return new ApiException(400, message, "invalid_request_error", param, null);
    }

    /** 401: no admin key, or not one that is known. */
    public static ApiException unauthorized(String message) {
        return new ApiException(401, message, "invalid_request_error", null, "invalid_api_key");
    }

    /** 403: the key is known, and its role does not permit this. */
    public static ApiException forbidden(String message) {
        return new ApiException(403, message, "invalid_request_error", null, "insufficient_permissions");
    }

    /** 404, also for what belongs to another organization: its existence is not told. */
    public static ApiException notFound(String what, String id) {
        return new ApiException(
                404,
                "No " + what + " '" + id + "' exists in this organization.",
                "invalid_request_error",
                null,
                "not_found");
    }

    /** 409: the request contradicts the current state. */
    public static ApiException conflict(String message) {
        return new ApiException(409, message, "invalid_request_error", null, "conflict");
    }

    /** 413: the body is larger than anything this service has a use for. */
    static ApiException tooLarge() {
        return new ApiException(
                413,
                "The body is larger than this service accepts. Send less.",
                "invalid_request_error",
                null,
                "request_too_large");
    }

    /** 503: our own fault, worth repeating. */
    public static ApiException unavailable(String message) {
        return new ApiException(503, message, "server_error", null, "service_unavailable");
    }

    public int status() {
        return status;
    }

    public ErrorBody body() {
        return body;
    }
}
