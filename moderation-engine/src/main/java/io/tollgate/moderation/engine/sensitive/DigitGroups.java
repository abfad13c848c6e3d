package io.tollgate.moderation.engine.sensitive;

/** A number as it is written: groups of digits with one sign between them each. */
final class DigitGroups {

    private static final int MAX_DIGITS = 24;
    private static final int MAX_GROUPS = 8;

    private final StringBuilder digits = new StringBuilder(MAX_DIGITS);
    private final int[] lengths = new int[MAX_GROUPS];
    private final char[] separators = new char[MAX_GROUPS];
    private int groups;
    private int start;
    private int end;
    private boolean tooLong;

    /** Reads the number whose first digit stands at an index; it goes on over a single blank, hyphen or dot. */
    void read(Written text, int first) {
        digits.setLength(0);
        groups = 0;
        tooLong = false;
        start = first;
        int index = first;
        while (true) {
            int length = 0;
            while (text.isDigit(index)) {
                if (digits.length() < MAX_DIGITS) {
                    digits.append(text.at(index));
                } else {
                    tooLong = true;
                }
                length++;
                index++;
            }
            if (groups == MAX_GROUPS) {
                tooLong = true;
            } else {
                lengths[groups] = length;
                groups++;
            }
            end = index;
            char separator = text.at(index);
            boolean goesOn =
                    (separator == ' ' || separator == '-' || separator == '.') && text.isDigit(index + 1) && !tooLong;
            if (!goesOn) {
                return;
            }
            separators[groups % MAX_GROUPS] = separator;
            index++;
        }
    }

    /** All digits, without what stands between them. */
    StringBuilder digits() {
        return digits;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int groups() {
        return groups;
    }

    int length(int group) {
        return lengths[group];
    }

    /** The sign before a group. */
    char separator(int group) {
        return separators[group];
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Whether every group is set apart by the same sign. */
    boolean isUniform() {
        for (int group = 2; group < groups; group++) {
            if (separators[group] != separators[1]) {
                return false;
            }
        }
        return true;
    }

    boolean hasLengths(int... expected) {
        if (groups != expected.length) {
            return false;
        }
        for (int group = 0; group < groups; group++) {
            if (lengths[group] != expected[group]) {
                return false;
            }
        }
        return true;
    }
}
