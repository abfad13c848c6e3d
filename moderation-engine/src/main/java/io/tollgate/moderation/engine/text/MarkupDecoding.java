package io.tollgate.moderation.engine.text;

import java.util.Locale;
import java.util.Map;

/** Takes markup out of words, and reads character references, escapes and encoded bytes as what they stand for. */
final class MarkupDecoding {

    private static final int MAX_TAG = 64;
    private static final int MAX_REFERENCE = 10;
    private static final String EMPHASIS = "*_`~";
    private static final Map<String, Character> REFERENCES = Map.of(
            "lt", '<', "gt", '>', "amp", '&', "quot", '"', "apos", '\'', "nbsp", ' ', "shy", '\u00AD', "zwnj", '\u200C',
            "zwj", '\u200D');

    private final char[] raw;
    private final int length;
    private final View target;

    MarkupDecoding(char[] raw, int length, View target) {
        this.raw = raw;
        this.length = length;
        this.target = target;
    }

    /** @return whether there was anything to take out or to read */
    boolean decode() {
        int index = firstDecoded();
        if (index == length) {
            return false;
        }
        target.length = 0;
        for (int i = 0; i < index; i++) {
            target.add(raw[i], i);
        }
        boolean decoded = false;
        while (index < length) {
            int end = decodeAt(index);
            if (end > index) {
                decoded = true;
                index = end;
            } else {
                target.add(raw[index], index);
                index++;
            }
        }
        return decoded;
    }

    /** Where something is decoded first, so that nothing is copied of a text in which nothing is; the length if nothing is. */
    private int firstDecoded() {
        int index = 0;
        while (index < length && decodeAt(index) == index) {
            index++;
        }
        return index;
    }

    /** @return the index after what was decoded at this one, or this one */
    private int decodeAt(int index) {
        char character = raw[index];
        if (character >= 0x80) {
            return index;
        }
        // Not within a run of such characters: it is read once, whatever comes of it.
        boolean wordBegins = index == 0 || !ByteDecoding.isDigit(raw[index - 1]);
        if (wordBegins && Character.isLetterOrDigit(character)) {
            return ByteDecoding.decode(raw, length, index, target);
        }
        return switch (character) {
            case '&' -> decodeReference(index);
            case '%' -> decodePercent(index);
            case '\\' -> decodeEscape(index);
            case '<' -> skipTag(index);
            case '/' -> skipComment(index);
            case '{', '}' -> isBesideLetter(index) ? index + 1 : index;
            case '.', '-' ->
                index == 0 || Character.isWhitespace(raw[index - 1]) ? Morse.decode(raw, length, index, target) : index;
            case '*', '_', '`', '~' -> skipEmphasis(index);
            default -> index;
        };
    }

    private int decodeReference(int index) {
        int end = index + 1;
        while (end < length
                && end - index < MAX_REFERENCE
                && (Character.isLetterOrDigit(raw[end]) || raw[end] == '#')) {
            end++;
        }
        if (end >= length || raw[end] != ';' || end - index < 2) {
            return index;
        }
        String name = String.valueOf(raw, index + 1, end - index - 1).toLowerCase(Locale.ROOT);
        Character named = REFERENCES.get(name);
        int codePoint = named != null
                ? named
                : name.startsWith("#x") ? number(name, 2, 16) : name.startsWith("#") ? number(name, 1, 10) : -1;
        return add(codePoint, index, end + 1);
    }

    private int decodePercent(int index) {
        Utf8Assembler bytes = new Utf8Assembler(target);
        int before = target.length;
        int at = index;
        do {
            int value = at + 2 < length && raw[at] == '%' ? number(String.valueOf(raw, at + 1, 2), 0, 16) : -1;
            if (value < 0 || !bytes.accept(value, at, at + 2)) {
                target.length = before;
                return index;
            }
            at += 3;
        } while (!bytes.isComplete());
        return at;
    }

    /** Backslash, u and four digits, or x and two; a LaTeX command before a brace is nothing that is read. */
    private int decodeEscape(int index) {
        int digits = index + 1 < length
                ? switch (raw[index + 1]) {
                    case 'u' -> 4;
                    case 'x' -> 2;
                    default -> 0;
                }
                : 0;
        int end = index + 2 + digits;
        if (digits > 0 && end <= length) {
            int unit = number(String.valueOf(raw, index + 2, digits), 0, 16);
            if (unit >= 0) {
                target.add((char) unit, index, end - 1);
                return end;
            }
        }
        end = index + 1;
        while (end < length && end - index < MAX_TAG && Character.isLetter(raw[end])) {
            end++;
        }
        boolean command = end > index + 1 && end < length && raw[end] == '{';
        return command ? end + 1 : index;
    }

    private int skipTag(int index) {
        boolean opens = index + 1 < length
                && (Character.isLetter(raw[index + 1]) || raw[index + 1] == '/' || raw[index + 1] == '!');
        for (int end = index + 1; opens && end < length && end - index < MAX_TAG; end++) {
            if (raw[end] == '>') {
                boolean block = "bpdhltBPDHLT".indexOf(raw[index + 1]) >= 0 && end - index > 2;
                if (block) {
                    target.add(' ', index);
                }
                return end + 1;
            }
        }
        return index;
    }

    private int skipComment(int index) {
        boolean opens = index + 1 < length && raw[index + 1] == '*';
        for (int end = index + 3; opens && end < length && end - index < MAX_TAG; end++) {
            if (raw[end] == '/' && raw[end - 1] == '*') {
                return end + 1;
            }
        }
        return index;
    }

    /** Signs of emphasis that touch a word; those that stand alone make a list or a rule. */
    private int skipEmphasis(int index) {
        int end = index + 1;
        while (end < length && EMPHASIS.indexOf(raw[end]) >= 0) {
            end++;
        }
        boolean before = index > 0 && !Character.isWhitespace(raw[index - 1]);
        boolean after = end < length && !Character.isWhitespace(raw[end]);
        return before || after ? end : index;
    }

    private boolean isBesideLetter(int index) {
        boolean before = index > 0 && !Character.isWhitespace(raw[index - 1]);
        boolean after = index + 1 < length && !Character.isWhitespace(raw[index + 1]);
        return before && after;
    }

    private int add(int codePoint, int start, int end) {
        if (!Character.isValidCodePoint(codePoint)) {
            return start;
        }
        for (char unit : Character.toChars(codePoint)) {
            target.add(unit, start, end - 1);
        }
        return end;
    }

    /** The number that is written from an index on; -1 if none is, or it is too large for a character. */
    private static int number(String text, int start, int radix) {
        int number = start < text.length() ? 0 : -1;
        for (int i = start; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0 || number > Character.MAX_CODE_POINT) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
