package io.tollgate.moderation.engine.sensitive;

/** Telephone numbers: international ones, and those of North America and China as they are written at home. */
final class Phones {

    private static final int MIN_INTERNATIONAL = 8;
    private static final int MAX_INTERNATIONAL = 15;

    private Phones() {}

    /** After a plus sign: E.164. */
    static boolean isInternational(CharSequence digits) {
        return digits.length() >= MIN_INTERNATIONAL && digits.length() <= MAX_INTERNATIONAL && digits.charAt(0) != '0';
    }

    /** A mobile number in China, with or without the country's code. */
    static boolean isChineseMobile(DigitGroups number) {
        CharSequence digits = number.digits();
        int first = digits.length() - 11;
        boolean prefixed =
                switch (first) {
                    case 0 -> true;
                    case 2 -> digits.charAt(0) == '8' && digits.charAt(1) == '6';
                    case 4 -> startsWith(digits, "0086");
                    default -> false;
                };
        boolean grouped = number.groups() == 1
                || number.hasLengths(3, 4, 4)
                || number.hasLengths(2, 3, 4, 4)
                || number.hasLengths(2, 11)
                || number.hasLengths(4, 11);
        return prefixed && grouped && digits.charAt(first) == '1' && digits.charAt(first + 1) >= '3';
    }

    /** A landline in China: an area code, and seven or eight digits. */
    static boolean isChineseLandline(DigitGroups number) {
        return number.groups() == 2
                && number.separator(1) == '-'
                && number.digits().charAt(0) == '0'
                && number.digits().charAt(1) != '0'
                && (number.length(0) == 3 || number.length(0) == 4)
                && (number.length(1) == 7 || number.length(1) == 8);
    }

    /** 415-555-2671, 415.555.2671, 1-415-555-2671; the area code in parentheses stands before. */
    static boolean isNorthAmerican(DigitGroups number) {
        boolean grouped = number.isUniform() && (number.hasLengths(3, 3, 4) || number.hasLengths(1, 3, 3, 4));
        return grouped && isNorthAmericanPlan(number.digits());
    }

    /** Ten digits by the numbering plan, or eleven with its country code. */
    static boolean isNorthAmericanPlan(CharSequence digits) {
        int first = digits.length() - 10;
        return (first == 0 || (first == 1 && digits.charAt(0) == '1'))
                && digits.charAt(first) >= '2'
                && digits.charAt(first + 3) >= '2';
    }

    private static boolean startsWith(CharSequence digits, String prefix) {
        return digits.length() >= prefix.length()
                && CharSequence.compare(digits.subSequence(0, prefix.length()), prefix) == 0;
    }
}
