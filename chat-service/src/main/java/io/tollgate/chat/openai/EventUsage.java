package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for the usage in a stream of events of any shape, beside its relay. Lines longer than {@value #LINE_MAX} bytes are passed
 * over: sound and pictures. One stream, one instance, one thread.
 */
public final class EventUsage {

    static final int LINE_MAX = 64 * 1024;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final boolean events;
    private final AnswerFacts facts = new AnswerFacts();
    private final byte[] line;
    private int length;
    private boolean tooLong;

    /** @param events whether the stream consists of server-sent events; of another nothing is read */
    public EventUsage(boolean events) {
        this.events = events;
        this.line = new byte[events ? LINE_MAX : 0];
    }

    public void read(Buffer piece) {
        if (!events) {
            return;
        }
        for (int i = 0; i < piece.length(); i++) {
            byte at = piece.getByte(i);
            if (at == '\n') {
                endLine();
            } else if (length < LINE_MAX) {
                line[length++] = at;
            } else {
                tooLong = true;
            }
        }
    }

    private void endLine() {
        if (!tooLong && startsWithData() && mentionsUsage()) {
            try {
                AnswerReader.read(line, DATA.length, length - DATA.length, facts);
            } catch (IOException notJson) {
                // Not this reader's business: the client gets the line as it is, and the usage is estimated.
            }
        }
        length = 0;
        tooLong = false;
    }

    private boolean startsWithData() {
        if (length < DATA.length) {
            return false;
        }
        for (int i = 0; i < DATA.length; i++) {
            if (line[i] != DATA[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean mentionsUsage() {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).contains("\"usage\"");
    }

    public AnswerFacts facts() {
        return facts;
    }
}
