package io.tollgate.moderation.engine;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A lexicon pack cannot be used. The message names the pack, the line and what to change. */
public final class InvalidPackException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    InvalidPackException(String pack, int line, @Nullable String problem) {
        super("lexicon pack " + pack + ", line " + line + ": " + problem);
    }

    InvalidPackException(String pack, String problem, Throwable cause) {
        super("lexicon pack " + pack + ": " + problem, cause);
    }
}
