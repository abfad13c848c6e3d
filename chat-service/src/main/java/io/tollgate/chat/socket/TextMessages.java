package io.tollgate.chat.socket;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts text messages together from their frames. Vert.x's own handler would put replacement characters where a message is not
 * UTF-8, so that the provider would be asked something that nobody wrote. Binary messages are ignored. Used on the socket's
 * event loop.
 */
final class TextMessages implements Handler<WebSocketFrame> {

    /** RFC 6455, 7.4.1: text that is not UTF-8. */
    private static final short MALFORMED = 1007;

    /** RFC 6455, 7.4.1: a message that is too big. */
    private static final short TOO_BIG = 1009;

    /** Closes the socket, and ends what runs on it. */
    interface Violation {
        void close(short code, String reason);
    }

    private final int sizeMax;
    private final Consumer<String> messages;
    private final Violation violation;
    private @Nullable Buffer begun;

    /** @param sizeMax of a message, in bytes */
    TextMessages(int sizeMax, Consumer<String> messages, Violation violation) {
        this.sizeMax = sizeMax;
        this.messages = messages;
        this.violation = violation;
    }

    @Override
    public void handle(WebSocketFrame frame) {
        Buffer message;
        if (frame.isText()) {
            message = frame.isFinal() ? frame.binaryData() : Buffer.buffer().appendBuffer(frame.binaryData());
        } else if (frame.isContinuation() && begun != null) {
            message = begun.appendBuffer(frame.binaryData());
        } else {
            return;
        }
        if (message.length() > sizeMax) {
            begun = null;
            violation.close(TOO_BIG, "A message may have " + sizeMax + " bytes.");
        } else if (frame.isFinal()) {
            begun = null;
            decode(message);
        } else {
            begun = message;
        }
    }

    private void decode(Buffer message) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.getBytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            violation.close(MALFORMED, "A text message must be UTF-8.");
            return;
        }
        messages.accept(text);
    }
}
