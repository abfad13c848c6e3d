package io.tollgate.moderation.judge;

import java.io.Serial;

/** There is no judgement. The message never holds anything of a text or of an answer. */
public final class JudgeException extends RuntimeException {

    /** Why there is none. */
    public enum Kind {
        /** It took too long. */
        TIMEOUT,
        /** It cannot be had now: busy, broken, out of reach, or the text is too long. */
        AWAY,
        /** It answered with something that is no judgement; that never counts as one. */
        UNREADABLE,
        /** It is not set up right: asking again cannot help, and nothing may pass on account of it. */
        UNFIT
    }

    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    JudgeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
