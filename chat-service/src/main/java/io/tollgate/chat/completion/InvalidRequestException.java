package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request that cannot be understood; carries what its sender is told. */
public final class InvalidRequestException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient GatewayFailure failure;

    public InvalidRequestException(GatewayFailure failure) {
        // No stack trace: a bad request is an ordinary outcome, and an attacker's cheapest way to spend our time.
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public static InvalidRequestException at(@Nullable String param, String message) {
        return new InvalidRequestException(GatewayFailure.invalid(param, message));
    }

    public GatewayFailure failure() {
        return failure;
    }
}
