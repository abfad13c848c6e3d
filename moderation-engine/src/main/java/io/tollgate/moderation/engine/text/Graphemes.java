package io.tollgate.moderation.engine.text;

/**
 * Widens an offset to a boundary between graphemes (UAX 29), so that a hit never cuts a letter from its marks. It may take in a
 * neighbouring pictograph or letter more than the rules ask for, but always ends at a boundary.
 */
final class Graphemes {

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Graphemes() {}

    static int start(char[] text, int offset) {
        int start = offset;
        if (start > 0 && isPair(text, start - 1, start + 1)) {
            start--;
        }
        while (start > 0) {
            int before = Character.codePointBefore(text, start);
            int here = Character.codePointAt(text, start);
            if (!isJoined(before, here)) {
                return start;
            }
            start -= Character.charCount(before);
        }
        return start;
    }

    static int end(char[] text, int length, int offset) {
        int here = Character.codePointAt(text, offset, length);
        int end = offset + Character.charCount(here);
        while (end < length) {
            int next = Character.codePointAt(text, end, length);
            if (!isJoined(here, next)) {
                return end;
            }
            here = next;
            end += Character.charCount(next);
        }
        return end;
    }

    private static boolean isPair(char[] text, int high, int length) {
        return high + 1 < length && Character.isHighSurrogate(text[high]) && Character.isLowSurrogate(text[high + 1]);
    }

    /** Whether there may be no boundary between two code points. Errs on the side of joining. */
    private static boolean isJoined(int before, int after) {
        if (isPlain(before) && isPlain(after)) {
            return false;
        }
        if (before == '\r' && after == '\n') {
            return true;
        }
        if (isControl(before) || isControl(after)) {
            return false;
        }
        return extendsGrapheme(after)
                || isPrepended(before)
                || (before == ZERO_WIDTH_JOINER && Character.isExtendedPictographic(after))
                || (isHangul(before) && isHangul(after) && (isLeadingHangul(before) || isTrailingHangul(after)))
                || (isRegionalIndicator(before) && isRegionalIndicator(after))
                || (extendsGrapheme(before) && isIndicLetter(after));
    }

    /** What nothing is joined with but marks: looked at first, as most texts have nothing else. */
    private static boolean isPlain(int codePoint) {
        return codePoint >= ' ' && codePoint < 0x7F;
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static boolean extendsGrapheme(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || codePoint == ZERO_WIDTH_JOINER
                || codePoint == 0x200C
                || codePoint == 0x0E33
                || codePoint == 0x0EB3
                || codePoint == 0xFF9E
                || codePoint == 0xFF9F
                || Character.isEmojiModifier(codePoint)
                || (codePoint >= 0xE0020 && codePoint <= 0xE007F);
    }

    private static boolean isPrepended(int codePoint) {
        return switch (codePoint) {
            case 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x0D4E, 0x110BD, 0x110CD, 0x111C2, 0x111C3 -> true;
            case 0x113D1, 0x1193F, 0x11941, 0x11A3A, 0x11D46, 0x11F02 -> true;
            default -> (codePoint >= 0x0600 && codePoint <= 0x0605) || (codePoint >= 0x11A84 && codePoint <= 0x11A89);
        };
    }

    private static boolean isHangul(int codePoint) {
        return isLeadingHangul(codePoint)
                || isTrailingHangul(codePoint)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3);
    }

    private static boolean isLeadingHangul(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x115F) || (codePoint >= 0xA960 && codePoint <= 0xA97F);
    }

    private static boolean isTrailingHangul(int codePoint) {
        return (codePoint >= 0x1160 && codePoint <= 0x11FF) || (codePoint >= 0xD7B0 && codePoint <= 0xD7FF);
    }

    private static boolean isRegionalIndicator(int codePoint) {
        return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    /** Joined to the letter before where a virama stands between them; marks and joiners may stand there too. */
    private static boolean isIndicLetter(int codePoint) {
        boolean inIndicBlock = (codePoint >= 0x0900 && codePoint <= 0x109F)
                || (codePoint >= 0x1700 && codePoint <= 0x1CFF)
                || (codePoint >= 0xA800 && codePoint <= 0xABFF)
                || (codePoint >= 0x11000 && codePoint <= 0x11FFF);
        return inIndicBlock && Character.isLetter(codePoint);
    }
}
