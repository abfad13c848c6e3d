package io.tollgate.chat.openai;

/**
 * What a first look at one server-sent event finds, without parsing it. A key is found by its quoted name: inside a JSON
 * string its quotes would be escaped, so a match is a key or a whole string value, never a part of one.
 *
 * @param kind what the event is
 * @param dataStart offset of the JSON, for {@link Kind#JSON}
 * @param dataEnd offset after it
 * @param usageKey offset of the quoted key {@code "usage"}, -1 if absent
 * @param mentionsError whether {@code "error"} occurs
 * @param finishReasons how many {@code "finish_reason"} have a string for a value
 */
record StreamEvent(Kind kind, int dataStart, int dataEnd, int usageKey, boolean mentionsError, int finishReasons) {

    enum Kind {
        /** A JSON object. */
        JSON,
        /** The terminator {@code [DONE]}. */
        DONE,
        /** Comments and fields without data. */
        OTHER,
        /** Data that is neither. */
        MALFORMED
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] TERMINATOR = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] USAGE = {'"', 'u', 's', 'a', 'g', 'e', '"'};
    private static final byte[] ERROR = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final byte[] FINISH = {'"', 'f', 'i', 'n', 'i', 's', 'h', '_', 'r', 'e', 'a', 's', 'o', 'n', '"'};

    private static final StreamEvent COMMENT = new StreamEvent(Kind.OTHER, 0, 0, -1, false, 0);

    /** @param end offset after the event, its blank line included */
    static StreamEvent look(byte[] bytes, int start, int end) {
        int line = start;
        while (line < end) {
            int lineEnd = endOfLine(bytes, line, end);
            if (startsWith(bytes, line, lineEnd, DATA)) {
                return ofData(bytes, line + DATA.length, lineEnd);
            }
            line = lineEnd + 1;
        }
        return COMMENT;
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
            return new StreamEvent(Kind.DONE, start, end, -1, false, 0);
        }
        if (end - start < 2 || bytes[start] != '{' || bytes[end - 1] != '}') {
            return new StreamEvent(Kind.MALFORMED, start, end, -1, false, 0);
        }
        return ofJson(bytes, start, end);
    }

    private static StreamEvent ofJson(byte[] bytes, int start, int end) {
        int usageKey = -1;
        boolean error = false;
        int finishReasons = 0;
        for (int i = start; i < end - 1; i++) {
            if (bytes[i] != '"') {
                continue;
            }
            switch (bytes[i + 1]) {
                case 'u' -> usageKey = better(bytes, usageKey, i, end);
                case 'e' -> error |= startsWith(bytes, i, end, ERROR);
                case 'f' -> finishReasons += hasText(bytes, i, end) ? 1 : 0;
                default -> {
                    // Another key or value.
                }
            }
        }
        return new StreamEvent(Kind.JSON, start, end, usageKey, error, finishReasons);
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
