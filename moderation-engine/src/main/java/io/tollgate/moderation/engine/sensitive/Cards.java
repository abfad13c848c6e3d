package io.tollgate.moderation.engine.sensitive;

import java.util.Set;

/** Payment cards: a prefix and a length that some network issues, and Luhn's checksum. */
final class Cards {

    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    /** The number that every manual prints. */
    private static final Set<String> EXAMPLES = Set.of("4111111111111111");

    private Cards() {}

    static boolean isCard(DigitGroups number) {
        CharSequence digits = number.digits();
        int length = digits.length();
        return length >= MIN_DIGITS
                && length <= MAX_DIGITS
                && number.isUniform()
                && (number.groups() == 1 || number.separator(1) != '.')
                && hasCardGroups(number)
                && isIssued(prefix(digits, 4), length)
                && isVaried(digits)
                && Checksums.isLuhn(digits)
                && !EXAMPLES.contains(digits.toString());
    }

    /** Whole, in fours, or as American Express and Diners Club print it. */
    private static boolean hasCardGroups(DigitGroups number) {
        if (number.groups() == 1 || number.hasLengths(4, 6, 5) || number.hasLengths(4, 6, 4)) {
            return true;
        }
        for (int group = 0; group < number.groups() - 1; group++) {
            if (number.length(group) != 4) {
                return false;
            }
        }
        return number.length(number.groups() - 1) <= 4;
    }

    private static boolean isIssued(int prefix, int length) {
        int two = prefix / 100;
        int three = prefix / 10;
        if (prefix / 1000 == 4) {
            return length == 13 || length == 16 || length == 19; // Visa
        }
        if ((two >= 51 && two <= 55) || (prefix >= 2221 && prefix <= 2720)) {
            return length == 16; // Mastercard
        }
        if (two == 34 || two == 37) {
            return length == 15; // American Express
        }
        if (prefix == 6011 || two == 65 || (three >= 644 && three <= 649)) {
            return length == 16 || length == 19; // Discover
        }
        if (two == 62 || two == 81) {
            return length >= 16; // UnionPay
        }
        if (prefix >= 3528 && prefix <= 3589) {
            return length == 16; // JCB
        }
        boolean diners = two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305);
        boolean mir = prefix >= 2200 && prefix <= 2204;
        return (diners && length == 14) || (mir && length >= 16);
    }

    private static boolean isVaried(CharSequence digits) {
        for (int i = 1; i < digits.length(); i++) {
            if (digits.charAt(i) != digits.charAt(0)) {
                return true;
            }
        }
        return false;
    }

    private static int prefix(CharSequence digits, int length) {
        return Integer.parseInt(digits, 0, length, 10);
    }
}
