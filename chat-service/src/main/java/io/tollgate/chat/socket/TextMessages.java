package io.tollgate.chat.socket;

import io.tollgate.chat.completion.BodyMemory;
import io.tollgate.chat.completion.InvalidRequestException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts text messages together from their frames, in the memory that there is for all bodies, and in bounded time. Vert.x's own
 * handler would put replacement characters where a message is not UTF-8, so that the provider would be asked something that nobody
 * wrote. Binary messages are ignored. Used on the socket's event loop.
 */
final class TextMessages implements Handler<WebSocketFrame> {

    /** RFC 6455, 7.4.1: text that is not UTF-8. */
    private static final short MALFORMED = 1007;

    /** RFC 6455, 7.4.1: a message violates the endpoint's policy. */
    private static final short TOO_SLOW = 1008;

    /** RFC 6455, 7.4.1: a message that is too big. */
    private static final short TOO_BIG = 1009;

    /** IANA's registry of close codes: try again later. */
    private static final short NO_ROOM = 1013;

    /** Takes a message. */
    interface Receiver {
        /** @param letGo to be called when it is not needed any more, perhaps more than once */
        void received(String message, Runnable letGo);
    }

    /** Closes the socket, and ends what runs on it. */
    interface Violation {
        void close(short code, String reason);
    }

    /** How long a message may take. */
    interface Deadline {
        /**
         * @param late told why, once the time is over
         * @return ends the wait
         */
        Runnable start(Consumer<String> late);
    }

    /** A message whose last frame is yet to come. */
    private record Begun(Buffer text, BodyMemory.Share share, Runnable arrived) {}

    private final int sizeMax;
    private final BodyMemory memory;
    private final Deadline deadline;
    private final Receiver receiver;
    private final Violation violation;
    private @Nullable Begun begun;
    private boolean stopped;

    /** @param sizeMax of a message, in bytes */
    TextMessages(int sizeMax, BodyMemory memory, Deadline deadline, Receiver receiver, Violation violation) {
        this.sizeMax = sizeMax;
        this.memory = memory;
        this.deadline = deadline;
        this.receiver = receiver;
        this.violation = violation;
    }

    /** The socket is closed, or is being closed: what comes now is ignored. */
    void stop() {
        stopped = true;
        Begun unfinished = begun;
        begun = null;
        if (unfinished != null) {
            unfinished.arrived().run();
            unfinished.share().release();
        }
    }

    @Override
    public void handle(WebSocketFrame frame) {
        Begun open = begun;
        if (stopped) {
            return;
        }
        if (frame.isText()) {
            first(frame);
        } else if (frame.isContinuation() && open != null) {
            next(frame, open);
        }
    }

    private void first(WebSocketFrame frame) {
        Buffer piece = frame.binaryData();
        BodyMemory.Share share = memory.share();
        if (!isHeld(piece, piece.length(), share)) {
            return;
        }
        if (frame.isFinal()) {
            decode(piece, share);
        } else {
            begun = new Begun(
                    Buffer.buffer().appendBuffer(piece), share, deadline.start(reason -> violated(TOO_SLOW, reason)));
        }
    }

    private void next(WebSocketFrame frame, Begun open) {
        Buffer piece = frame.binaryData();
        if (!isHeld(piece, open.text().length() + piece.length(), open.share())) {
            return;
        }
        open.text().appendBuffer(piece);
        if (frame.isFinal()) {
            begun = null;
            open.arrived().run();
            decode(open.text(), open.share());
        }
    }

    /** @param length of the message, this piece included */
    private boolean isHeld(Buffer piece, int length, BodyMemory.Share share) {
        if (length > sizeMax) {
            violated(TOO_BIG, "A message may have " + sizeMax + " bytes.");
            return false;
        }
        try {
            share.take(piece.length());
            return true;
        } catch (InvalidRequestException full) {
            violated(NO_ROOM, full.failure().message());
            return false;
        }
    }

    private void decode(Buffer message, BodyMemory.Share share) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.getBytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            share.release();
            violated(MALFORMED, "A text message must be UTF-8.");
            return;
        }
        receiver.received(text, share::release);
    }

    private void violated(short code, String reason) {
        stop();
        violation.close(code, reason);
    }
}
