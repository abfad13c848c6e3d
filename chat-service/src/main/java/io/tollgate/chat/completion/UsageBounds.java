package io.tollgate.chat.completion;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;

/** What a request can consume at most, and what it has consumed by estimate. Counts are tokens. */
final class UsageBounds {

    /** What chat templates add: each message's frame, and the answer's opening. */
    private static final int TOKENS_PER_MESSAGE = 16;

    private static final int TOKENS_PER_REQUEST = 64;

    /** Above what current models count for the largest image or a long audio clip given by reference. */
    private static final int TOKENS_PER_MEDIA_PART = 50_000;

    private static final int BYTES_PER_TOKEN_ESTIMATE = 4;

    private UsageBounds() {}

    /**
     * An upper bound. Byte-level tokenizers make at least one byte of every token, so the body's length bounds its text,
     * tools and schemas; media given by reference do not show in it and are added.
     */
    static long inputBound(int bodyLength, int messages, int mediaParts) {
        return bodyLength
                + (long) TOKENS_PER_MESSAGE * messages
                + (long) TOKENS_PER_MEDIA_PART * mediaParts
                + TOKENS_PER_REQUEST;
    }

    /** @param outputTokens the bound of each choice */
    static Usage bound(RequestFacts request, int outputTokens) {
        return Usage.of(Meter.INPUT_UNCACHED, request.inputBound())
                .with(Meter.OUTPUT_TEXT, (long) outputTokens * request.shape().choices());
    }

    /**
     * An estimate for a call whose provider did not report usage: a token for four bytes of the client's body, and what the
     * answer's own size says. Never zero, and never above the bound that was reserved.
     *
     * @param outputTokens the answer's estimate, not yet bounded
     */
    static Usage estimate(int bodyLength, long outputTokens, Usage bound) {
        long input = Math.ceilDiv(bodyLength, BYTES_PER_TOKEN_ESTIMATE);
        return Usage.of(Meter.INPUT_UNCACHED, Math.min(input, bound.inputTokens()))
                .with(Meter.OUTPUT_TEXT, Math.min(outputTokens, bound.outputTokens()));
    }
}
