package io.tollgate.moderation.engine.sensitive;

/** Addresses of electronic mail, as people write them: RFC 5321's dot-atoms before a host name. */
final class EmailFinder {

    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;
    private static final int MIN_TOP_LEVEL = 2;
    private static final String LOCAL_SIGNS = "._%+-'";

    private EmailFinder() {}

    /** @param at index of an at sign */
    static void find(Written text, int at, Spans spans) {
        int start = at;
        while (at - start < MAX_LOCAL && isLocal(text, start - 1)) {
            start--;
        }
        while (start < at && LOCAL_SIGNS.indexOf(text.at(start)) >= 0) {
            start++;
        }
        int end = endOfDomain(text, at + 1);
        if (start < at && text.at(at - 1) != '.' && end > 0) {
            spans.add(SensitiveKind.EMAIL, start, end);
        }
    }

    private static boolean isLocal(Written text, int index) {
        return text.isDigit(index) || text.isLetter(index) || LOCAL_SIGNS.indexOf(text.at(index)) >= 0;
    }

    /** @return -1 if no host name with a top level follows */
    private static int endOfDomain(Written text, int start) {
        int topLevel = -1;
        int label = start;
        boolean letters = true;
        int index = start;
        while (index - start < MAX_DOMAIN && (text.isLetter(index) || text.isDigit(index) || text.at(index) == '-')) {
            letters &= text.isLetter(index);
            index++;
            if (text.at(index) == '.' && (text.isLetter(index + 1) || text.isDigit(index + 1))) {
                index++;
                label = index;
                letters = true;
            } else if (label > start && letters && index - label >= MIN_TOP_LEVEL) {
                topLevel = index;
            }
        }
        return topLevel == index ? topLevel : -1;
    }
}
