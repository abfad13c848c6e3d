package io.tollgate.chat.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of server-sent events into the data of each event, however the bytes are split. Comments, and fields other
 * than {@code data}, are dropped: every dialect here repeats an event's type in its data. It holds at most one incomplete event
 * of {@value #EVENT_SIZE_MAX} bytes.
 */
public final class ServerSentEvents {

    static final int EVENT_SIZE_MAX = 4 * 1024 * 1024;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    /** What a line may begin with that carries no data. Anything else hides something. */
    private static final List<String> WITHOUT_DATA = List.of(":", "event:", "id:", "retry:");

    /**
     * @param whole the event as it came, its blank line included
     * @param data empty for a comment, or fields without data
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared nowhere
    public record Event(byte[] whole, byte[] data) {}

    private byte[] incomplete = {};

    /**
     * @return the data of the events that are complete by now, in order
     * @throws UntranslatableAnswerException if a line is no field of the format, or an event is too large
     */
    public List<byte[]> feed(byte[] received) throws UntranslatableAnswerException {
        List<byte[]> data = new ArrayList<>();
        for (Event event : events(received)) {
            if (event.data().length > 0) {
                data.add(event.data());
            }
        }
        return data;
    }

    /**
     * @return the events that are complete by now, in order
     * @throws UntranslatableAnswerException as {@link #feed}
     */
    public List<Event> events(byte[] received) throws UntranslatableAnswerException {
        byte[] bytes = joined(received);
        List<Event> events = new ArrayList<>();
        int start = 0;
        int end = endOfEvent(bytes, start);
        while (end >= 0) {
            events.add(new Event(Arrays.copyOfRange(bytes, start, end), dataOf(bytes, start, end)));
            start = end;
            end = endOfEvent(bytes, start);
        }
        if (bytes.length - start > EVENT_SIZE_MAX) {
            throw new UntranslatableAnswerException(
                    "an event of the stream is larger than " + EVENT_SIZE_MAX + " bytes");
        }
        incomplete = Arrays.copyOfRange(bytes, start, bytes.length);
        return events;
    }

    /** Whether the stream ends within an event. */
    public boolean isIncomplete() {
        return incomplete.length > 0;
    }

    private byte[] joined(byte[] received) {
        if (incomplete.length == 0) {
            return received;
        }
        byte[] joined = Arrays.copyOf(incomplete, incomplete.length + received.length);
        System.arraycopy(received, 0, joined, incomplete.length, received.length);
        return joined;
    }

    /** Offset after the blank line that ends the event that begins at {@code from}, -1 if it has not arrived. */
    private static int endOfEvent(byte[] bytes, int from) {
        int line = from;
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] != '\n' && bytes[at] != '\r') {
                continue;
            }
            if (bytes[at] == '\r' && at + 1 == bytes.length) {
                return -1;
            }
            boolean blank = at == line;
            if (bytes[at] == '\r' && bytes[at + 1] == '\n') {
                at++;
            }
            line = at + 1;
            if (blank) {
                return line;
            }
        }
        return -1;
    }

    private static byte[] dataOf(byte[] bytes, int start, int end) throws UntranslatableAnswerException {
        byte[] data = {};
        int line = start;
        while (line < end) {
            int lineEnd = line;
            while (lineEnd < end && bytes[lineEnd] != '\n' && bytes[lineEnd] != '\r') {
                lineEnd++;
            }
            if (startsWithData(bytes, line, lineEnd)) {
                data = append(data, bytes, line + DATA.length, lineEnd);
            } else if (lineEnd > line) {
                requireKnown(bytes, line, lineEnd);
            }
            line = lineEnd + 1;
        }
        return data;
    }

    private static boolean startsWithData(byte[] bytes, int from, int to) {
        return to - from >= DATA.length && Arrays.equals(bytes, from, from + DATA.length, DATA, 0, DATA.length);
    }

    /** Several data lines are one text with line breaks. */
    private static byte[] append(byte[] data, byte[] bytes, int from, int to) {
        int start = from < to && bytes[from] == ' ' ? from + 1 : from;
        if (data.length == 0) {
            return Arrays.copyOfRange(bytes, start, to);
        }
        byte[] joined = Arrays.copyOf(data, data.length + 1 + to - start);
        joined[data.length] = '\n';
        System.arraycopy(bytes, start, joined, data.length + 1, to - start);
        return joined;
    }

    private static void requireKnown(byte[] bytes, int from, int to) throws UntranslatableAnswerException {
        String head = new String(bytes, from, Math.min(to - from, 8), StandardCharsets.ISO_8859_1);
        if (!head.isBlank() && WITHOUT_DATA.stream().noneMatch(head::startsWith)) {
            throw new UntranslatableAnswerException("a line of the stream is no field of server-sent events");
        }
    }
}
