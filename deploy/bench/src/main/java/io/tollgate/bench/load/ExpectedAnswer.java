package io.tollgate.bench.load;

/**
 * What the simulated upstream was told to answer.
 *
 * @param chunks how many content chunks a stream has; 0 for a plain answer
 * @param firstByteMillis from the request to the first chunk
 * @param chunkMillis from each chunk to the next
 */
public record ExpectedAnswer(int chunks, int firstByteMillis, int chunkMillis) {
    public ExpectedAnswer {
        if (chunks < 0 || firstByteMillis < 0 || chunkMillis < 0) {
            throw new IllegalArgumentException(
                    "Nothing of an answer can be negative: " + chunks + ", " + firstByteMillis + ", " + chunkMillis);
        }
    }

    boolean streamed() {
        return chunks > 0;
    }
}
