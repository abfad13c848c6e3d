package io.tollgate.moderation.engine.sensitive;

/** Addresses of the Internet Protocol. Those that every machine has say nothing of anybody, and are left out. */
final class IpFinder {

    private static final int OCTETS = 4;
    private static final int GROUPS = 8;
    private static final int MIN_GROUPS = 3;
    private static final int MAX_GROUP_DIGITS = 4;

    private IpFinder() {}

    /**
     * @param start index of a digit that no digit, letter or dot precedes
     * @return the index after the address, or -1 if none stands there
     */
    static int findVersion4(Written text, int start, Spans spans) {
        int index = start;
        int first = -1;
        int rest = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            if (octet > 0) {
                if (text.at(index) != '.') {
                    return -1;
                }
                index++;
            }
            int begin = index;
            int value = 0;
            while (text.isDigit(index) && index - begin < 3) {
                value = value * 10 + text.at(index) - '0';
                index++;
            }
            boolean wrong = index == begin || value > 255 || (text.at(begin) == '0' && index - begin > 1);
            if (wrong) {
                return -1;
            }
            first = octet == 0 ? value : first;
            rest += octet == 0 ? 0 : value;
        }
        boolean goesOn = text.isWordPart(index) || (text.at(index) == '.' && text.isDigit(index + 1));
        if (goesOn || isVersion(text, start)) {
            return -1;
        }
        boolean everybodys = first == 127 || (first == 0 && rest == 0) || (first == 255 && rest == 3 * 255);
        if (!everybodys) {
            spans.add(SensitiveKind.IP_ADDRESS, start, index);
        }
        return index;
    }

    private static boolean isVersion(Written text, int start) {
        return text.at(start - 1) == 'v' || text.isPreceded(start, 10, "version") || text.isPreceded(start, 4, "==");
    }

    /**
     * @param start index of a hexadecimal digit or colon that no word or colon precedes
     * @return the index after the address, or -1 if none stands there
     */
    static int findVersion6(Written text, int start, Spans spans) {
        int index = start;
        int groups = 0;
        boolean shortened = false;
        boolean hasDigit = false;
        while (groups <= GROUPS) {
            int begin = index;
            while (index - begin < MAX_GROUP_DIGITS && isHexadecimal(text, index)) {
                hasDigit |= text.isDigit(index);
                index++;
            }
            groups += index > begin ? 1 : 0;
            if (text.at(index) != ':') {
                break;
            }
            boolean two = text.at(index + 1) == ':';
            if ((two && shortened) || (!two && !isHexadecimal(text, index + 1))) {
                break;
            }
            shortened |= two;
            index += two ? 2 : 1;
        }
        boolean complete = shortened ? groups >= MIN_GROUPS && groups < GROUPS : groups == GROUPS;
        if (!complete || !hasDigit || text.isWordPart(index) || text.at(index) == ':') {
            return -1;
        }
        spans.add(SensitiveKind.IP_ADDRESS, start, index);
        return index;
    }

    private static boolean isHexadecimal(Written text, int index) {
        char character = text.at(index);
        return text.isDigit(index) || (character >= 'a' && character <= 'f');
    }
}
