package io.tollgate.moderation.engine.sensitive;

/** Keys, tokens and passwords. */
final class SecretFinder {

    private static final int MAX_KEY = 256;
    private static final int MIN_DISTINCT = 8;
    private static final int MIN_VALUE = 6;
    private static final int MAX_VALUE = 128;
    private static final int MIN_TOKEN_VALUE = 16;
    private static final int MIN_JWT_PART = 8;
    private static final String END_OF_VALUE = " ,;)]}>\"'<、，。；）";
    private static final String SEALED = "-----end ";

    private final Written text;
    private final Spans spans;
    /** How far the last private key goes: what opens within it is part of it, and is not read to its end once more. */
    private int endOfPrivateKey;

    SecretFinder(Written text, Spans spans) {
        this.text = text;
        this.spans = spans;
    }

    void findKey(KeyShape shape, int start) {
        int prefixEnd = start + shape.prefix().length();
        if (text.isWordPart(start - 1) || !isCased(shape.casedPrefix(), start)) {
            return;
        }
        int end = prefixEnd;
        while (end < text.length() && end - start < MAX_KEY && shape.allows(text.cased(end))) {
            end++;
        }
        while (end > prefixEnd && !text.isLetter(end - 1) && !text.isDigit(end - 1)) {
            end--;
        }
        if (end - prefixEnd >= shape.least() && isRandom(prefixEnd, end) && !isExample(start, end)) {
            spans.add(SensitiveKind.API_KEY, start, end);
        }
    }

    /** @param start index of {@code eyJ}: how an object in JSON begins, once it is encoded */
    void findJsonWebToken(int start) {
        boolean begins = !text.isWordPart(start - 1) && text.at(start - 1) != '-';
        if (!begins || text.cased(start + 2) != 'J') {
            return;
        }
        int header = endOfPart(start);
        int payload = text.at(header) == '.' ? endOfPart(header + 1) : header;
        int signature = text.at(payload) == '.' ? endOfPart(payload + 1) : payload;
        boolean complete = header - start >= MIN_JWT_PART && payload - header > MIN_JWT_PART && signature > payload;
        if (complete) {
            spans.add(SensitiveKind.JSON_WEB_TOKEN, start, signature);
        }
    }

    /** @param start index of the rule of hyphens that opens it; a block that is not closed goes on to the end of its characters */
    void findPrivateKey(int start) {
        if (start < endOfPrivateKey) {
            return;
        }
        int headerEnd = start;
        int hyphens = 0;
        while (headerEnd < text.length() && headerEnd - start < 80 && hyphens < 10) {
            hyphens += text.at(headerEnd) == '-' ? 1 : 0;
            headerEnd++;
        }
        if (hyphens < 10 || !text.isPreceded(headerEnd, headerEnd - start, "private key")) {
            return;
        }
        int end = headerEnd;
        while (end < text.length() && isInBlock(end) && !text.isAt(end, SEALED)) {
            end++;
        }
        if (text.isAt(end, SEALED)) {
            int close = end + SEALED.length();
            while (close < text.length() && text.at(close) != '-' && close - end < 80) {
                close++;
            }
            while (text.at(close) == '-') {
                close++;
            }
            end = close;
        }
        endOfPrivateKey = end;
        spans.add(SensitiveKind.PRIVATE_KEY, start, end);
    }

    /**
     * @param after index after a word such as {@code password}, which an equals sign or a colon follows before the secret
     * @param random whether only what looks random is one, as after {@code token}
     */
    void findValue(SensitiveKind kind, int after, boolean random) {
        int index = after;
        index += text.at(index) == '"' || text.at(index) == '\'' ? 1 : 0;
        index += text.at(index) == ' ' ? 1 : 0;
        boolean assigned =
                text.at(index) == ':' || text.at(index) == '=' || text.at(index) == '是' || text.isAt(index, "is ");
        if (!assigned) {
            return;
        }
        index += text.isAt(index, "is ") ? 2 : 1;
        while (text.at(index) == ' ' || text.at(index) == '"' || text.at(index) == '\'') {
            index++;
        }
        int end = endOfValue(index);
        if ("<{$%[".indexOf(text.at(index)) >= 0) {
            return; // stands for a value that is kept elsewhere
        }
        boolean secret = random ? end - index >= MIN_TOKEN_VALUE && isRandom(index, end) : isPassword(index, end);
        if (secret && !isExample(index, end)) {
            spans.add(kind, index, end);
        }
    }

    /** After {@code Bearer} or {@code Basic}. */
    void findCredentials(int after) {
        int start = after;
        while (text.at(start) == ' ') {
            start++;
        }
        int end = endOfValue(start);
        if (start > after && end - start >= MIN_TOKEN_VALUE && isRandom(start, end) && !isExample(start, end)) {
            spans.add(SensitiveKind.API_KEY, start, end);
        }
    }

    /** The password of {@code scheme://user:password@host}. */
    void findUserInfo(int afterSlashes) {
        int colon = -1;
        int index = afterSlashes;
        while (index < text.length() && index - afterSlashes < MAX_VALUE && "/ ?#\"'".indexOf(text.at(index)) < 0) {
            if (text.at(index) == ':' && colon < 0) {
                colon = index;
            }
            if (text.at(index) == '@') {
                if (colon >= 0 && index - colon > 3) {
                    spans.add(SensitiveKind.PASSWORD, colon + 1, index);
                }
                return;
            }
            index++;
        }
    }

    private boolean isCased(String prefix, int start) {
        for (int i = 0; i < prefix.length(); i++) {
            if (text.cased(start + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int endOfPart(int start) {
        int end = start;
        while (text.isWordPart(end) || text.at(end) == '-') {
            end++;
        }
        return end;
    }

    private int endOfValue(int start) {
        int end = start;
        while (end < text.length() && end - start <= MAX_VALUE && END_OF_VALUE.indexOf(text.at(end)) < 0) {
            end++;
        }
        while (end > start && (text.at(end - 1) == '.' || text.at(end - 1) == '!' || text.at(end - 1) == '?')) {
            end--;
        }
        return end;
    }

    private boolean isInBlock(int index) {
        char character = text.at(index);
        return text.isWordPart(index) || " +/=:,\\-".indexOf(character) >= 0;
    }

    /** Letters and digits in a mix that no word has. */
    private boolean isRandom(int start, int end) {
        long distinct = 0;
        int kinds = 0;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            char character = text.at(i);
            if (character < 0x80) {
                kinds += (distinct >> (character & 63) & 1) == 0 ? 1 : 0;
                distinct |= 1L << (character & 63);
            }
            digit |= text.isDigit(i);
        }
        return digit && kinds >= MIN_DISTINCT;
    }

    private boolean isPassword(int start, int end) {
        boolean letter = false;
        boolean other = false;
        boolean masked = true;
        for (int i = start; i < end; i++) {
            letter |= text.isLetter(i);
            other |= !text.isLetter(i) && text.at(i) != '-' && text.at(i) != '_';
            masked &= text.at(i) == '*' || text.at(i) == 'x' || text.at(i) == '.';
        }
        int length = end - start;
        return length >= MIN_VALUE && length <= MAX_VALUE && letter && other && !masked;
    }

    private boolean isExample(int start, int end) {
        return text.isPreceded(end, end - start, "example") || text.isPreceded(end, end - start, "your");
    }
}
