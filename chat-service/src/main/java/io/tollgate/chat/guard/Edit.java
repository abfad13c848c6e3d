package io.tollgate.chat.guard;

import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of JSON and what takes its place.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 */
record Edit(int start, int end, String replacement) {

    /** Appends the bytes from {@code start} to before {@code end} with the edits, which do not overlap. */
    static void apply(List<Edit> edits, byte[] bytes, int start, int end, Buffer out) {
        int from = start;
        for (Edit edit :
                edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList()) {
            out.appendBytes(bytes, from, edit.start - from).appendString(edit.replacement);
            from = edit.end;
        }
        out.appendBytes(bytes, from, end - from);
    }
}
