package io.tollgate.moderation.engine.sensitive;

/** Passport numbers: they carry no check, so that the word has to stand near by. */
final class PassportFinder {

    private static final int NEAR = 48;
    private static final int MIN_DIGITS = 7;
    private static final int MAX_LENGTH = 9;
    private static final int MIN_LENGTH = 8;

    private PassportFinder() {}

    /** @param after index after the word for a passport */
    static void find(Written text, int after, Spans spans) {
        int last = Math.min(text.length(), after + NEAR);
        int index = after;
        while (index < last) {
            if (!text.isWordPart(index)) {
                index++;
                continue;
            }
            int end = index;
            int digits = 0;
            while (text.isWordPart(end) && end - index <= MAX_LENGTH) {
                digits += text.isDigit(end) ? 1 : 0;
                end++;
            }
            if (isNumber(text, index, end, digits)) {
                spans.add(SensitiveKind.PASSPORT, index, end);
                return;
            }
            index = Math.max(end, index + 1);
        }
    }

    private static boolean isNumber(Written text, int start, int end, int digits) {
        int length = end - start;
        int letters = length - digits;
        return length >= MIN_LENGTH
                && length <= MAX_LENGTH
                && digits >= MIN_DIGITS
                && letters <= 2
                && !text.isWordPart(end)
                && (letters == 0 ? length == MAX_LENGTH : text.isLetter(start));
    }
}
