package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import java.io.Serial;

/** A provider's answer is not what its dialect promises. The message never quotes the answer. */
public final class MalformedAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Buffer before;

    /** @param before what of the same piece was sound and is to be relayed */
    public MalformedAnswerException(String message, Buffer before) {
        super(message);
        this.before = before;
    }

    /** What came before the malformed event and was not relayed yet. */
    public Buffer before() {
        return before;
    }
}
