package io.tollgate.contracts.event;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The bytes on a topic are not a valid event of the topic's type. */
public final class MalformedEventException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedEventException(EventType<?> type, @Nullable String reason, @Nullable Throwable cause) {
        super("not a " + type.type() + ": " + reason, cause);
    }
}
