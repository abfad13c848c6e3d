package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a streamed answer beside its relay. It takes the provider's bytes as they come, in pieces of any size, and gives
 * back what the client may have now: whole events, byte for byte, but for two things that wait until the usage is durable:
 * the usage chunk and the terminator {@code [DONE]}. A client that did not ask for usage never sees any.
 *
 * <p>One stream, one instance, one thread. It holds at most one incomplete event of {@value #EVENT_SIZE_MAX} bytes.
 */
public final class AnswerStream {

    static final int EVENT_SIZE_MAX = 4 * 1024 * 1024;

    private static final int BYTES_PER_TOKEN = 4;
    private static final byte[] NOTHING = {};
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final boolean clientWantsUsage;
    private final AnswerFacts facts = new AnswerFacts();
    private byte[] incomplete = NOTHING;
    private byte @Nullable [] usageChunk;
    private int chunks;
    private int finishReasons;
    private long textBytes;
    private boolean done;
    private boolean failed;

    public AnswerStream(boolean clientWantsUsage) {
        this.clientWantsUsage = clientWantsUsage;
    }

    /**
     * @return what to relay now, possibly nothing
     * @throws MalformedAnswerException if an event is not what the dialect promises; nothing more can be fed then
     */
    public Buffer feed(Buffer received) throws MalformedAnswerException {
        if (done) {
            return Buffer.buffer();
        }
        byte[] bytes = received.getBytes();
        if (incomplete.length > 0) {
            byte[] joined = new byte[incomplete.length + bytes.length];
            System.arraycopy(incomplete, 0, joined, 0, incomplete.length);
            System.arraycopy(bytes, 0, joined, incomplete.length, bytes.length);
            bytes = joined;
        }
        Buffer relayed = Buffer.buffer(bytes.length);
        int start = 0;
        for (int end = endOfEvent(bytes, start); end > 0 && !done; end = endOfEvent(bytes, start)) {
            relay(bytes, start, end, relayed);
            start = end;
        }
        keepIncomplete(bytes, start, relayed);
        return relayed;
    }

    private void keepIncomplete(byte[] bytes, int from, Buffer relayed) throws MalformedAnswerException {
        int length = bytes.length - from;
        if (length > EVENT_SIZE_MAX) {
            throw new MalformedAnswerException(
                    "an event of the stream is larger than " + EVENT_SIZE_MAX + " bytes", relayed);
        }
        if (length == 0 || done) {
            incomplete = NOTHING;
            return;
        }
        incomplete = new byte[length];
        System.arraycopy(bytes, from, incomplete, 0, length);
    }

    private void relay(byte[] bytes, int start, int end, Buffer relayed) throws MalformedAnswerException {
        StreamEvent event = StreamEvent.look(bytes, start, end);
        switch (event.kind()) {
            case OTHER -> relayed.appendBytes(bytes, start, end - start);
            case DONE -> done = true;
            case MALFORMED ->
                throw new MalformedAnswerException(
                        "an event of the stream is no field, or its data is not a JSON object", relayed);
            case JSON -> relayJson(bytes, start, end, event, relayed);
        }
    }

    private void relayJson(byte[] bytes, int start, int end, StreamEvent event, Buffer relayed)
            throws MalformedAnswerException {
        finishReasons += event.finishReasons();
        textBytes += event.textBytes();
        boolean usageIsObject = event.usageKey() >= 0 && bytes[event.usageValue(bytes)] == '{';
        boolean first = chunks == 0;
        chunks++;
        if (!first && !usageIsObject && !event.mentionsError()) {
            relayWithoutNullUsage(bytes, start, end, event, relayed);
            return;
        }
        AnswerReader.Shape shape = read(bytes, event, relayed);
        if (!shape.hasEmptyError()) {
            relayRead(bytes, start, end, event, shape, relayed);
            return;
        }
        // SDKs take the presence of the key for a failure.
        Buffer without = Buffer.buffer(end - start);
        int data = event.dataStart();
        relayWithout(bytes, start, end, data + shape.emptyErrorKey(), data + shape.emptyErrorEnd(), without);
        byte[] cut = without.getBytes();
        StreamEvent rest = StreamEvent.look(cut, 0, cut.length);
        relayRead(cut, 0, cut.length, rest, read(cut, rest, relayed), relayed);
    }

    private void relayRead(
            byte[] bytes, int start, int end, StreamEvent event, AnswerReader.Shape shape, Buffer relayed) {
        failed |= shape.error();
        if (!shape.hasUsage()) {
            relayWithoutNullUsage(bytes, start, end, event, relayed);
        } else if (shape.choices() == 0 && !shape.error()) {
            chunks--;
            usageChunk = copy(bytes, start, end);
        } else {
            // Some providers report usage on a chunk with choices, which SDKs take for the final one and drop the
            // choices.
            int data = event.dataStart();
            relayWithout(bytes, start, end, data + shape.usageKey(), data + shape.usageEnd(), relayed);
            usageChunk = usageChunk(bytes, data + shape.usageStart(), data + shape.usageEnd());
        }
    }

    private AnswerReader.Shape read(byte[] bytes, StreamEvent event, Buffer relayed) throws MalformedAnswerException {
        try {
            return AnswerReader.read(bytes, event.dataStart(), event.dataEnd() - event.dataStart(), facts);
        } catch (IOException malformed) {
            throw new MalformedAnswerException("an event of the stream is not valid JSON", relayed);
        }
    }

    private void relayWithoutNullUsage(byte[] bytes, int start, int end, StreamEvent event, Buffer relayed) {
        if (event.usageKey() < 0 || clientWantsUsage) {
            relayed.appendBytes(bytes, start, end - start);
            return;
        }
        int value = event.usageValue(bytes);
        boolean isNull = value + 4 <= event.dataEnd() && bytes[value] == 'n';
        if (isNull) {
            relayWithout(bytes, start, end, event.usageKey(), value + 4, relayed);
        } else {
            relayed.appendBytes(bytes, start, end - start);
        }
    }

    /** The event without one member of its object, and without the comma that belonged to it. */
    private static void relayWithout(byte[] bytes, int start, int end, int from, int to, Buffer relayed) {
        int cutFrom = from;
        int cutTo = to;
        int before = from - 1;
        while (before > start && bytes[before] <= ' ') {
            before--;
        }
        if (bytes[before] == ',') {
            cutFrom = before;
        } else {
            int after = to;
            while (after < end && bytes[after] <= ' ') {
                after++;
            }
            if (bytes[after] == ',') {
                cutTo = after + 1;
            }
        }
        relayed.appendBytes(bytes, start, cutFrom - start).appendBytes(bytes, cutTo, end - cutTo);
    }

    private byte[] usageChunk(byte[] bytes, int from, int to) {
        Buffer chunk = Buffer.buffer(DATA);
        chunk.appendString(facts.chunkHead()).appendString("\"choices\":[],\"usage\":");
        chunk.appendBytes(bytes, from, to - from).appendString("}").appendBytes(END_OF_EVENT);
        return chunk.getBytes();
    }

    /** Offset after the blank line that ends the event that starts at {@code from}, or -1 if it has not arrived. */
    static int endOfEvent(byte[] bytes, int from) {
        int lineStart = from;
        for (int i = from; i < bytes.length; i++) {
            byte at = bytes[i];
            if (at != '\n' && at != '\r') {
                continue;
            }
            if (at == '\r' && i + 1 == bytes.length) {
                return -1;
            }
            boolean blank = i == lineStart;
            if (at == '\r' && bytes[i + 1] == '\n') {
                i++;
            }
            lineStart = i + 1;
            if (blank) {
                return lineStart;
            }
        }
        return -1;
    }

    private static byte[] copy(byte[] bytes, int from, int to) {
        byte[] copy = new byte[to - from];
        System.arraycopy(bytes, from, copy, 0, copy.length);
        return copy;
    }

    /** What ends the stream for the client, to be released once the usage is durable. */
    public Buffer closing() {
        byte[] usage = usageChunk;
        Buffer closing = Buffer.buffer();
        if (clientWantsUsage && usage != null) {
            closing.appendBytes(usage);
        }
        return closing.appendBytes(DONE);
    }

    /** Whether the provider sent {@code [DONE]}. */
    public boolean isDone() {
        return done;
    }

    /** Whether the provider reported an error inside the stream; it was relayed. */
    public boolean isFailed() {
        return failed;
    }

    /** Whether at least this many choices were finished. */
    public boolean isFinished(int choices) {
        return finishReasons >= choices;
    }

    /** Whether anything of the answer itself has arrived; comments are not. */
    public boolean hasChunks() {
        return chunks > 0 || usageChunk != null;
    }

    /** Chunks that were relayed. */
    int chunks() {
        return chunks;
    }

    /**
     * How many tokens were generated, by estimate: one for each chunk that was relayed, as most providers send them, or one
     * for four bytes of text where a chunk carries more.
     */
    public long outputTokens() {
        return Math.max(chunks, Math.ceilDiv(textBytes, BYTES_PER_TOKEN));
    }

    public AnswerFacts facts() {
        return facts;
    }
}
