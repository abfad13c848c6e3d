package io.tollgate.contracts.content;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Sealed content cannot be opened. The message says why, never what it holds. */
public final class UnreadableContentException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public UnreadableContentException(String reason, @Nullable Throwable cause) {
        super("sealed content cannot be read: " + reason, cause);
    }
}
