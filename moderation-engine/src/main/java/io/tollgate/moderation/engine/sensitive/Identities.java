package io.tollgate.moderation.engine.sensitive;

import java.time.Month;
import java.time.Year;
import java.util.Set;

/** Numbers by which states know people. */
final class Identities {

    private static final int RESIDENT_ID_LENGTH = 18;
    private static final int OLD_RESIDENT_ID_LENGTH = 15;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;
    /** The provinces of GB/T 2260. */
    private static final Set<Integer> PROVINCES = Set.of(
            11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
            62, 63, 64, 65, 71, 81, 82, 83, 91);

    /** Numbers that were printed in advertisements, and belong to nobody. */
    private static final Set<String> EXAMPLE_SOCIAL_SECURITY_NUMBERS = Set.of("078051120", "219099999");

    private Identities() {}

    /** A Chinese resident's: province, date of birth, and a check character. */
    static boolean isResidentId(CharSequence id) {
        return id.length() == RESIDENT_ID_LENGTH
                && PROVINCES.contains(number(id, 0, 2))
                && isDate(number(id, 6, 10), number(id, 10, 12), number(id, 12, 14))
                && Checksums.isResidentId(id);
    }

    /** One issued before 1999; it has no check character, so that a context has to speak for it. */
    static boolean isOldResidentId(CharSequence id) {
        return id.length() == OLD_RESIDENT_ID_LENGTH
                && PROVINCES.contains(number(id, 0, 2))
                && isDate(FIRST_YEAR + number(id, 6, 8), number(id, 8, 10), number(id, 10, 12));
    }

    /** One of the United States: it has no check digit, but parts that are never given out. */
    static boolean isSocialSecurityNumber(CharSequence digits) {
        if (digits.length() != 9) {
            return false;
        }
        int area = number(digits, 0, 3);
        return area > 0
                && area != 666
                && area < 900
                && number(digits, 3, 5) > 0
                && number(digits, 5, 9) > 0
                && !EXAMPLE_SOCIAL_SECURITY_NUMBERS.contains(digits.toString());
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= FIRST_YEAR
                && year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).length(Year.isLeap(year));
    }

    private static int number(CharSequence digits, int start, int end) {
        return Integer.parseInt(digits, start, end, 10);
    }
}
