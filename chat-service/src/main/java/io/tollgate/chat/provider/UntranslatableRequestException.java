package io.tollgate.chat.provider;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request asks for something that the provider's dialect cannot say. The caller is told, with 400, before any call. */
public final class UntranslatableRequestException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable String param;
    private final String reason;

    /**
     * @param param the field that cannot be said, as a path; null if no field is to blame
     * @param message what cannot be said and what to do; never quotes the request
     */
    public UntranslatableRequestException(@Nullable String param, String message) {
        // An ordinary outcome: no stack trace.
        super(message, null, false, false);
        this.param = param;
        this.reason = message;
    }

    /** What cannot be said and what to do. */
    public String reason() {
        return reason;
    }

    public @Nullable String param() {
        return param;
    }
}
