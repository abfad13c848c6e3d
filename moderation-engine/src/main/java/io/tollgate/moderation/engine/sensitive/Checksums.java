package io.tollgate.moderation.engine.sensitive;

/** The arithmetic by which numbers guard themselves against slips of the pen. */
final class Checksums {

    private static final int[] RESIDENT_ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String RESIDENT_ID_CHECKS = "10x98765432";
    private static final int IBAN_MODULUS = 97;

    private Checksums() {}

    /** ISO/IEC 7812. */
    static boolean isLuhn(CharSequence digits) {
        int sum = 0;
        boolean doubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = doubled ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            doubled = !doubled;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 97-10, over lower-case letters and digits, as an IBAN uses it. */
    static boolean isIban(CharSequence iban) {
        int remainder = 0;
        for (int i = 0; i < iban.length(); i++) {
            char character = iban.charAt(i + 4 < iban.length() ? i + 4 : i + 4 - iban.length());
            int value = character <= '9' ? character - '0' : character - 'a' + 10;
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % IBAN_MODULUS;
        }
        return remainder == 1;
    }

    /** ISO 7064 MOD 11-2, as GB 11643 uses it; of 18 characters the last may be an x. */
    static boolean isResidentId(CharSequence id) {
        int sum = 0;
        for (int i = 0; i < RESIDENT_ID_WEIGHTS.length; i++) {
            sum += (id.charAt(i) - '0') * RESIDENT_ID_WEIGHTS[i];
        }
        return RESIDENT_ID_CHECKS.charAt(sum % 11) == id.charAt(RESIDENT_ID_WEIGHTS.length);
    }
}
