package io.tollgate.bench.load;

import java.nio.charset.StandardCharsets;

/** Counts the events of a stream of server-sent events while its bytes come in, however they are cut. */
final class EventScanner {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private int events;
    private int offset;
    private boolean newLine;
    private boolean sameAsDone = true;
    private boolean done;

    void read(byte[] piece) {
        for (byte next : piece) {
            read(next);
        }
    }

    private void read(byte next) {
        sameAsDone = sameAsDone && offset < DONE.length && DONE[offset] == next;
        offset++;
        if (next == '\n' && newLine) {
            events++;
            done = sameAsDone;
            offset = 0;
            newLine = false;
            sameAsDone = true;
        } else {
            newLine = next == '\n';
        }
    }

    /** Events that have come in whole. */
    int events() {
        return events;
    }

    /** Whether the last thing that came in was the whole event that ends a stream. */
    boolean isDone() {
        return done && offset == 0;
    }
}
