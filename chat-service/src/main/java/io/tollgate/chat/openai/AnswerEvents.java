package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;

/** Takes whole events of a stream apart again, for whatever stands between the stream and the client. */
public final class AnswerEvents {

    /** Takes one event after the other. */
    public interface Reader {

        /** An event whose data is the JSON object from {@code dataStart} to before {@code dataEnd}. */
        void chunk(byte[] bytes, int start, int end, int dataStart, int dataEnd);

        /** A comment, the terminator, or whatever else is no chunk. */
        void other(byte[] bytes, int start, int end);
    }

    private AnswerEvents() {}

    /** @param events whole events, as {@link AnswerStream#feed} gives them; an incomplete one at the end is left out */
    public static void read(Buffer events, Reader reader) {
        byte[] bytes = events.getBytes();
        int start = 0;
        for (int end = AnswerStream.endOfEvent(bytes, start); end > 0; end = AnswerStream.endOfEvent(bytes, start)) {
            StreamEvent event = StreamEvent.look(bytes, start, end);
            if (event.kind() == StreamEvent.Kind.JSON) {
                reader.chunk(bytes, start, end, event.dataStart(), event.dataEnd());
            } else {
                reader.other(bytes, start, end);
            }
            start = end;
        }
    }
}
