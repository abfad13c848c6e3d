package io.tollgate.moderation.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An answer other than success, as the caller will see it. */
public final class RefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private static final String INVALID_REQUEST = "invalid_request_error";

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    private RefusedException(int status, String message, String type, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /** 400: the request is wrong. */
    public static RefusedException invalid(@Nullable String param, @Nullable String code, String message) {
        return new RefusedException(400, message, INVALID_REQUEST, param, code);
    }

    /** 404 for a model that this endpoint does not answer for. */
    public static RefusedException unknownModel(String message) {
        return new RefusedException(404, message, INVALID_REQUEST, "model", "model_not_found");
    }

    /** 401: no admin key, or none that is accepted. */
    public static RefusedException unauthorized(String message) {
        return new RefusedException(401, message, INVALID_REQUEST, null, "invalid_api_key");
    }

    /** 403: the admin key's role is not enough. */
    public static RefusedException forbidden(String message) {
        return new RefusedException(403, message, "permission_error", null, "insufficient_permissions");
    }

    /** 404: there is nothing of that name. */
    public static RefusedException notFound(String message) {
        return new RefusedException(404, message, INVALID_REQUEST, null, "not_found");
    }

    /** 409: somebody else's change came first. */
    public static RefusedException conflict(String message) {
        return new RefusedException(409, message, INVALID_REQUEST, null, "conflict");
    }

    /** 503: something that this needs is away. */
    public static RefusedException unavailable(String message) {
        return new RefusedException(503, message, "service_unavailable_error", null, "server_is_overloaded");
    }

    /** 500: this installation is not set up right, and asking again cannot help. */
    public static RefusedException misconfigured(String code, String message) {
        return new RefusedException(500, message, "server_error", null, code);
    }

    /** 413: more bytes than are read. */
    public static RefusedException tooLarge(long maxBytes) {
        return new RefusedException(
                413,
                "The body is larger than the " + maxBytes + " bytes that are accepted; send fewer or shorter inputs.",
                INVALID_REQUEST,
                null,
                "request_too_large");
    }

    /** 503: too much at once; worth repeating. */
    public static RefusedException overloaded() {
        return new RefusedException(
                503,
                "Too many long texts are being examined at the moment; repeat the request.",
                "service_unavailable_error",
                null,
                "server_is_overloaded");
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    public ErrorEnvelope envelope() {
        return new ErrorEnvelope(new ErrorEnvelope.Detail(String.valueOf(getMessage()), type, param, code));
    }
}
