package io.tollgate.chat.dialect;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request that cannot be said in the provider's dialect. The message is for the caller. */
public final class InexpressibleRequestException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final @Nullable String code;
    private final @Nullable String param;

    public InexpressibleRequestException(@Nullable String code, @Nullable String param, String message) {
        // An ordinary outcome: no stack trace.
        super(message, null, false, false);
        this.reason = message;
        this.code = code;
        this.param = param;
    }

    /** A field whose value is not what its dialect promises. */
    public static InexpressibleRequestException invalid(String param, String message) {
        return new InexpressibleRequestException(null, param, "Invalid '" + param + "': " + message);
    }

    /** The body is not one JSON object, or one that is nested too deeply. Never quotes it. */
    public static InexpressibleRequestException malformed(IOException cause) {
        String reason =
                switch (cause) {
                    case StreamConstraintsException limit -> limit.getOriginalMessage();
                    case JsonParseException parse ->
                        "it is not valid JSON in UTF-8 (line "
                                + parse.getLocation().getLineNr() + ", column "
                                + parse.getLocation().getColumnNr() + ")";
                    default -> "it is not one JSON object";
                };
        return new InexpressibleRequestException(
                null, null, "We could not parse the JSON body of your request: " + reason + ".");
    }

    /** A parameter that the provider has no counterpart for. */
    public static InexpressibleRequestException unsupported(String param, String provider, String what) {
        return new InexpressibleRequestException(
                "unsupported_parameter", param, "'" + param + "' is not supported with " + provider + ": " + what);
    }

    /** What cannot be said, and what to do. */
    public String reason() {
        return reason;
    }

    /** OpenAI's error code, null where it defines none. */
    public @Nullable String code() {
        return code;
    }

    /** The offending field's path. */
    public @Nullable String param() {
        return param;
    }
}
