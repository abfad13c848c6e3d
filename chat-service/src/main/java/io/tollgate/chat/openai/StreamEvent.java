package io.tollgate.chat.openai;

import java.nio.charset.StandardCharsets;

/**
 * What a first look at one server-sent event finds, without parsing it. A key is found by its quoted name: inside a JSON
 * string its quotes would be escaped, so a match is a key or a whole string value, never a part of one.
 *
 * @param kind what the event is
 * @param dataStart offset of the JSON, for {@link Kind#JSON}
 * @param dataEnd offset after it
 * @param usageKey offset of the quoted key {@code "usage"}, -1 if absent
 * @param mentionsError whether {@code "error"} occurs
 * @param textBytes how many bytes the generated texts have: content, refusals, reasoning, and the arguments of tool calls
 * @param finishReasons how many {@code "finish_reason"} have a string for a value
 */
record StreamEvent(
        Kind kind, int dataStart, int dataEnd, int usageKey, boolean mentionsError, long textBytes, int finishReasons) {

    enum Kind {
        /** A JSON object. */
        JSON,
        /** The terminator {@code [DONE]}. */
        DONE,
        /** Comments and fields without data. */
        OTHER,
        /** Data that is neither, or a line that is nothing known to server-sent events. */
        MALFORMED
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] TERMINATOR = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] USAGE = {'"', 'u', 's', 'a', 'g', 'e', '"'};
    private static final byte[] ERROR = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final byte[] FINISH = {'"', 'f', 'i', 'n', 'i', 's', 'h', '_', 'r', 'e', 'a', 's', 'o', 'n', '"'};

    /** Keys of what a model generates. Their values are counted only where they are strings. */
    private static final byte[][] TEXTS = {
        quoted("content"), quoted("refusal"), quoted("reasoning_content"), quoted("reasoning"), quoted("arguments")
    };

    /** What a line may begin with that carries no data: a comment, or another field. */
    private static final byte[][] WITHOUT_DATA = {ascii(":"), ascii("event:"), ascii("id:"), ascii("retry:")};

    /** @param end offset after the event, its blank line included */
    static StreamEvent look(byte[] bytes, int start, int end) {
        int line = start;
        boolean known = true;
        while (line < end) {
            int lineEnd = endOfLine(bytes, line, end);
            if (startsWith(bytes, line, lineEnd, DATA)) {
                return ofData(bytes, line + DATA.length, lineEnd);
            }
            known &= isKnown(bytes, line, lineEnd);
            line = lineEnd + 1;
        }
        return without(known ? Kind.OTHER : Kind.MALFORMED, start, end);
    }

    private static StreamEvent without(Kind kind, int start, int end) {
        return new StreamEvent(kind, start, end, -1, false, 0, 0);
    }

    /** Whether a line is a field, a comment or blank. Anything else hides something: a client would drop it unseen. */
    private static boolean isKnown(byte[] bytes, int line, int lineEnd) {
        if (isBlank(bytes, line, lineEnd)) {
            return true;
        }
        for (byte[] beginning : WITHOUT_DATA) {
            if (startsWith(bytes, line, lineEnd, beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static StreamEvent ofData(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] <= ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] <= ' ') {
            end--;
        }
        if (startsWith(bytes, start, end, TERMINATOR)) {
            return without(Kind.DONE, start, end);
        }
        if (end - start < 2 || bytes[start] != '{' || bytes[end - 1] != '}') {
            return without(Kind.MALFORMED, start, end);
        }
        return ofJson(bytes, start, end);
    }

    private static StreamEvent ofJson(byte[] bytes, int start, int end) {
        int usageKey = -1;
        boolean error = false;
        long textBytes = 0;
        int finishReasons = 0;
        for (int i = start; i < end - 1; i++) {
            if (bytes[i] != '"') {
                continue;
            }
            switch (bytes[i + 1]) {
                case 'u' -> usageKey = better(bytes, usageKey, i, end);
                case 'e' -> error |= startsWith(bytes, i, end, ERROR);
                case 'c', 'r', 'a' -> textBytes += textLength(bytes, i, end);
                case 'f' -> finishReasons += hasText(bytes, i, end) ? 1 : 0;
                default -> {
                    // Another key or value.
                }
            }
        }
        return new StreamEvent(Kind.JSON, start, end, usageKey, error, textBytes, finishReasons);
    }

    /** Of several, one with an object for a value: only that can hold what was consumed. */
    private static int better(byte[] bytes, int known, int candidate, int end) {
        if (!startsWith(bytes, candidate, end, USAGE)) {
            return known;
        }
        int value = valueOf(bytes, candidate + USAGE.length, end);
        boolean isKey = bytes[value - 1] != '"';
        boolean isObject = value < end && bytes[value] == '{';
        return isKey && (known < 0 || isObject) ? candidate : known;
    }

    /** The length of the string that is the value of the key at {@code at}, 0 if there is no such key or value. */
    private static int textLength(byte[] bytes, int at, int end) {
        for (byte[] key : TEXTS) {
            if (startsWith(bytes, at, end, key)) {
                int value = valueOf(bytes, at + key.length, end);
                boolean isKey = bytes[value - 1] != '"';
                return isKey && value < end && bytes[value] == '"' ? endOfString(bytes, value + 1, end) - value - 1 : 0;
            }
        }
        return 0;
    }

    private static int endOfString(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, end);
    }

    private static byte[] quoted(String key) {
        return ascii("\"" + key + "\"");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean hasText(byte[] bytes, int key, int end) {
        if (!startsWith(bytes, key, end, FINISH)) {
            return false;
        }
        int value = valueOf(bytes, key + FINISH.length, end);
        return value < end && bytes[value] == '"';
    }

    /** Where the value of the usage key starts. */
    int usageValue(byte[] bytes) {
        return valueOf(bytes, usageKey + USAGE.length, dataEnd);
    }

    private static int valueOf(byte[] bytes, int afterKey, int end) {
        int at = afterKey;
        while (at < end && (bytes[at] <= ' ' || bytes[at] == ':')) {
            at++;
        }
        return at;
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
