package io.tollgate.local.simulator;

import io.vertx.core.buffer.Buffer;

/** The bytes of one answer in a provider's dialect. */
interface Wire {
    /** The media type of a streamed answer. */
    default String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    /** What a stream begins with, before the first token. */
    Buffer beginning();

    /** One token of content. */
    void appendContentChunk(int token, Buffer target);

    /** All that follows the last token. */
    Buffer endOfStream(boolean withUsage);

    /** A piece in the middle of a stream that its framing does not allow. */
    Buffer malformedFrame();

    /** An event whose JSON breaks off. */
    Buffer malformedJson();

    /** An error within the stream. */
    Buffer errorEvent(ErrorBody error);

    /** The whole answer in one. */
    Buffer plainBody(boolean withUsage);
}
