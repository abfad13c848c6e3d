package io.tollgate.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * Counts the words of a stream of server-sent events while its bytes come in, however they are cut. Each chunk of the simulated
 * upstream is one word, all but the last with a space behind it; a guard may hold words back and send more than one with an event.
 */
final class EventScanner {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

    private int words;
    private int wordsOfEvent;
    private int contentOffset;
    private boolean escaped;
    private boolean inWord;
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
        countWords(next);
        sameAsDone = sameAsDone && offset < DONE.length && DONE[offset] == next;
        offset++;
        if (next == '\n' && newLine) {
            words += wordsOfEvent;
            wordsOfEvent = 0;
            contentOffset = 0;
            done = sameAsDone;
            offset = 0;
            newLine = false;
            sameAsDone = true;
        } else {
            newLine = next == '\n';
        }
    }

    private void countWords(byte next) {
        if (contentOffset < CONTENT.length) {
            contentOffset = CONTENT[contentOffset] == next ? contentOffset + 1 : CONTENT[0] == next ? 1 : 0;
        } else if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            contentOffset = 0;
        } else if (next == ' ') {
            inWord = false;
        } else if (!inWord) {
            inWord = true;
            wordsOfEvent++;
        }
    }

    /** Words that began in the events that have come in whole. */
    int words() {
        return words;
    }

    /** Whether the last thing that came in was the whole event that ends a stream. */
    boolean isDone() {
        return done && offset == 0;
    }
}
