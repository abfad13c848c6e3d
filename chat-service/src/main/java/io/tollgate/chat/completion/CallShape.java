package io.tollgate.chat.completion;

/**
 * What of a request is needed until its answer is complete. The request itself holds the body and every message: kept for
 * as long as a stream runs, they would fill the memory.
 *
 * @param bodyLength bytes of the client's body
 * @param choices how many choices the answer has
 * @param stream whether the answer is streamed
 * @param includesUsage whether the client asked for usage in its stream
 */
public record CallShape(int bodyLength, int choices, boolean stream, boolean includesUsage) {}
