package io.tollgate.chat.dialect.bedrock;

import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import software.amazon.eventstream.Message;

/**
 * Cuts a stream of {@code application/vnd.amazon.eventstream} into its messages, however the bytes are split. Both checksums of
 * each message are checked: the prelude's as soon as it is there, so that a wrong length is not waited for. It holds at most one
 * incomplete message of {@value #MESSAGE_SIZE_MAX} bytes.
 */
final class EventStreamMessages {

    static final int MESSAGE_SIZE_MAX = 4 * 1024 * 1024;

    private static final int PRELUDE_LENGTH = 8;
    private static final int PRELUDE_WITH_CHECKSUM = 12;
    /** Prelude, its checksum, and the message's. */
    private static final int MESSAGE_SIZE_MIN = 16;

    private byte[] incomplete = {};

    /** @throws UntranslatableAnswerException if a checksum or a length is wrong */
    List<Message> feed(byte[] received) throws UntranslatableAnswerException {
        byte[] bytes = received;
        if (incomplete.length > 0) {
            bytes = Arrays.copyOf(incomplete, incomplete.length + received.length);
            System.arraycopy(received, 0, bytes, incomplete.length, received.length);
        }
        List<Message> messages = new ArrayList<>();
        int start = 0;
        while (bytes.length - start >= PRELUDE_WITH_CHECKSUM) {
            int size = sizeOfMessage(bytes, start);
            if (bytes.length - start < size) {
                break;
            }
            messages.add(decode(bytes, start, size));
            start += size;
        }
        incomplete = Arrays.copyOfRange(bytes, start, bytes.length);
        return messages;
    }

    private static int sizeOfMessage(byte[] bytes, int start) throws UntranslatableAnswerException {
        ByteBuffer prelude = ByteBuffer.wrap(bytes, start, PRELUDE_WITH_CHECKSUM);
        int size = prelude.getInt();
        prelude.getInt();
        CRC32 checksum = new CRC32();
        checksum.update(bytes, start, PRELUDE_LENGTH);
        if ((int) checksum.getValue() != prelude.getInt()) {
            throw new UntranslatableAnswerException("a message of the stream has a wrong checksum");
        }
        if (size < MESSAGE_SIZE_MIN || size > MESSAGE_SIZE_MAX) {
            throw new UntranslatableAnswerException("a message of the stream has a length out of bounds");
        }
        return size;
    }

    private static Message decode(byte[] bytes, int start, int size) throws UntranslatableAnswerException {
        try {
            return Message.decode(ByteBuffer.wrap(bytes, start, size).slice());
        } catch (RuntimeException broken) {
            // The library tells a wrong checksum and a wrong header in several ways.
            throw new UntranslatableAnswerException("a message of the stream is damaged");
        }
    }
}
