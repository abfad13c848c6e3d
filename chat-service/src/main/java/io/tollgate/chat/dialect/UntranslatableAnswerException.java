package io.tollgate.chat.dialect;

import java.io.Serial;

/** A provider's answer is not what its dialect promises. The message never quotes the answer. */
public final class UntranslatableAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private static final byte[] NOTHING = {};

    private final String reason;
    private final transient byte[] before;

    public UntranslatableAnswerException(String message) {
        this(message, NOTHING);
    }

    private UntranslatableAnswerException(String message, byte[] before) {
        super(message);
        this.reason = message;
        this.before = before;
    }

    /** The same failure, with what of the same piece was sound. */
    public UntranslatableAnswerException after(byte[] sound) {
        return new UntranslatableAnswerException(reason, sound);
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }

    /** Events that were complete before the failure, and not handed out yet. */
    public byte[] before() {
        return before == null ? NOTHING : before;
    }
}
