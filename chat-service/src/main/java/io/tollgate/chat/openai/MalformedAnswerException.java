package io.tollgate.chat.openai;

import java.io.Serial;

/** A provider's answer is not what its dialect promises. The message never quotes the answer. */
public final class MalformedAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedAnswerException(String message) {
        super(message);
    }
}
