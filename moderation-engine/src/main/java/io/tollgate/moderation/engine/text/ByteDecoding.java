package io.tollgate.moderation.engine.text;

/** Base64 and hexadecimal, where what they stand for is text. */
final class ByteDecoding {

    private static final int MIN_BASE64 = 8;
    private static final int MIN_HEX = 8;
    private static final int MIN_READABLE = 4;
    /** Longer runs are read piece by piece, so that a run that proves to be no text is not read again and again to its end. */
    private static final int MAX_HEX = 1_536;

    private ByteDecoding() {}

    /**
     * @param start where a word begins
     * @return where it ends, with what it stands for added to the target; {@code start} if it stands for nothing
     */
    static int decode(char[] raw, int length, int start, View target) {
        int hexEnd = decodeHex(raw, length, start, target);
        return hexEnd > start ? hexEnd : decodeBase64(raw, length, start, target);
    }

    /** Whether a character may be part of Base64 or hexadecimal. */
    static boolean isDigit(char character) {
        return base64(character) >= 0;
    }

    /** Whether enough digits of Base64 follow each other, and not all of them are small letters. */
    private static boolean mayBeBase64(char[] raw, int length, int start) {
        boolean mixed = false;
        int index = start;
        while (index < length && isDigit(raw[index]) && (!mixed || index - start < MIN_BASE64)) {
            mixed |= raw[index] < 'a';
            index++;
        }
        return mixed && index - start >= MIN_BASE64;
    }

    private static int decodeBase64(char[] raw, int length, int start, View target) {
        if (!mayBeBase64(raw, length, start)) {
            return start;
        }
        int before = target.length;
        Utf8Assembler bytes = new Utf8Assembler(target);
        int bits = 0;
        int held = 0;
        int index = start;
        while (index < length) {
            int value = base64(raw[index]);
            if (value < 0) {
                break;
            }
            held = (held << 6 | value) & 0xFFFFF;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                if (!bytes.accept(held >> bits & 0xFF, Math.max(start, index - 1), index)) {
                    target.length = before;
                    return start;
                }
            }
            index++;
        }
        int padded = index;
        while (padded < length && raw[padded] == '=') {
            padded++;
        }
        if (!bytes.isComplete() || !isReadable(target, before)) {
            target.length = before;
            return start;
        }
        return padded;
    }

    /** With or without a blank between the bytes. */
    private static int decodeHex(char[] raw, int length, int start, View target) {
        if (start + MIN_HEX > length || hexDigit(raw[start]) < 0 || hexDigit(raw[start + 1]) < 0) {
            return start;
        }
        int before = target.length;
        Utf8Assembler bytes = new Utf8Assembler(target);
        int index = start;
        int end = start;
        while (index + 1 < length && index - start < MAX_HEX) {
            int high = hexDigit(raw[index]);
            int low = hexDigit(raw[index + 1]);
            if (high < 0 || low < 0) {
                break;
            }
            if (!bytes.accept(high << 4 | low, index, index + 1)) {
                target.length = before;
                return start;
            }
            end = index + 2;
            index = end < length && raw[end] == ' ' ? end + 1 : end;
        }
        boolean wordGoesOn = end < length && Character.isLetterOrDigit(raw[end]);
        if (wordGoesOn || end - start < MIN_HEX || !bytes.isComplete() || !isReadable(target, before)) {
            target.length = before;
            return start;
        }
        return end;
    }

    private static int hexDigit(char character) {
        return Character.digit(character, 16);
    }

    /** Not what has one or two different characters: the digits of 4242 4242 4242 4242, read as bytes, are eight times a letter. */
    private static boolean isReadable(View target, int from) {
        int letters = 0;
        char second = target.length > from ? target.characters[from] : 0;
        boolean hasThird = false;
        for (int i = from; i < target.length; i++) {
            char character = target.characters[i];
            letters += Character.isLetter(character) || character == ' ' ? 1 : 0;
            if (character != target.characters[from] && character != second) {
                hasThird |= second != target.characters[from];
                second = character;
            }
        }
        return hasThird && target.length - from >= MIN_READABLE && letters * 4 >= (target.length - from) * 3;
    }

    private static int base64(char character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return switch (character) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }
}
