package io.tollgate.chat.completion;

/**
 * Where a JSON value stands in a body.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 */
record ByteRange(int start, int end) {

    ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }
}
