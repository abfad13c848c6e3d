package io.tollgate.moderation.engine.sensitive;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers that are sensitive by what they are: cards, identities, telephones. */
final class NumberFinder {

    private static final int CONTEXT = 40;
    private static final int BARE_PHONE = 10;
    private static final Set<String> PHONE_WORDS =
            Set.of("phone", "call", "tel", "mobile", "cell", "whatsapp", "sms", "text me", "fax", "电话", "手机", "联系");
    private static final Set<String> SOCIAL_SECURITY_WORDS = Set.of("ssn", "social security");
    private static final Set<String> IDENTITY_WORDS = Set.of("身份证", "证件号", "id card", "id number");

    private final Written text;
    private final Spans spans;
    private final DigitGroups number = new DigitGroups();

    NumberFinder(Written text, Spans spans) {
        this.text = text;
        this.spans = spans;
    }

    /**
     * @param first index of a digit that no digit or letter precedes
     * @return the index after what was read
     */
    int find(int first) {
        number.read(text, first);
        int start = first;
        int end = number.end();
        if (text.at(end) == 'x' && number.digits().length() == 17 && number.groups() == 1) {
            number.digits().append('x');
            end++;
        }
        boolean inWord = text.isLetter(end) || text.at(end) == '_' || text.at(first - 1) == '_';
        if (inWord || number.isTooLong() || isPartOfDecimal(first, end)) {
            return end;
        }
        SensitiveKind kind = kind(first);
        if (kind == SensitiveKind.PHONE) {
            start = startOfPhone(first);
        }
        if (kind != null) {
            spans.add(kind, start, end);
        }
        return end;
    }

    private @Nullable SensitiveKind kind(int first) {
        StringBuilder digits = number.digits();
        boolean whole = number.groups() == 1;
        if (whole && (Identities.isResidentId(digits) || isOldResidentId(first))) {
            return SensitiveKind.RESIDENT_ID;
        }
        if (Cards.isCard(number)) {
            return SensitiveKind.CARD;
        }
        if (isSocialSecurityNumber(first)) {
            return SensitiveKind.SOCIAL_SECURITY_NUMBER;
        }
        return isPhone(first) ? SensitiveKind.PHONE : null;
    }

    private boolean isPhone(int first) {
        StringBuilder digits = number.digits();
        if (text.at(first - 1) == '+') {
            return Phones.isInternational(digits);
        }
        if (Phones.isChineseMobile(number) || Phones.isChineseLandline(number)) {
            return true;
        }
        if (text.at(first - 1) == '(') {
            return false; // read from the parenthesis
        }
        if (number.groups() > 1) {
            return Phones.isNorthAmerican(number);
        }
        return digits.length() == BARE_PHONE && Phones.isNorthAmericanPlan(digits) && isSpokenOf(PHONE_WORDS, first);
    }

    /** The area code in parentheses: (415) 555-2671. */
    boolean findParenthesised(int parenthesis) {
        int code = parenthesis + 1;
        boolean areaCode =
                text.isDigit(code) && text.isDigit(code + 1) && text.isDigit(code + 2) && text.at(code + 3) == ')';
        if (!areaCode) {
            return false;
        }
        int rest = code + 4 + (text.at(code + 4) == ' ' || text.at(code + 4) == '-' ? 1 : 0);
        if (!text.isDigit(rest)) {
            return false;
        }
        number.read(text, rest);
        boolean local = number.hasLengths(3, 4) && text.at(code) >= '2' && text.at(rest) >= '2';
        if (local && !text.isLetter(number.end())) {
            spans.add(SensitiveKind.PHONE, startOfPhone(parenthesis), number.end());
        }
        return local;
    }

    /** With the plus sign, and the country's code before an area code in parentheses. */
    private int startOfPhone(int first) {
        int start = first;
        if (text.at(first) == '(' && text.at(first - 1) == ' ' && text.at(first - 2) == '1') {
            start = first - 2;
        }
        return text.at(start - 1) == '+' ? start - 1 : start;
    }

    private boolean isSocialSecurityNumber(int first) {
        if (!Identities.isSocialSecurityNumber(number.digits())) {
            return false;
        }
        boolean grouped = number.hasLengths(3, 2, 4) && number.isUniform() && number.separator(1) != '.';
        return grouped || (number.groups() == 1 && isSpokenOf(SOCIAL_SECURITY_WORDS, first));
    }

    private boolean isOldResidentId(int first) {
        return Identities.isOldResidentId(number.digits()) && isSpokenOf(IDENTITY_WORDS, first);
    }

    private boolean isSpokenOf(Set<String> words, int index) {
        return words.stream().anyMatch(word -> text.isPreceded(index, CONTEXT, word));
    }

    /** 3.14159265358979 is no card, and neither is what follows a point. */
    private boolean isPartOfDecimal(int first, int end) {
        boolean before = text.at(first - 1) == '.' && text.isDigit(first - 2);
        boolean after = text.at(end) == '.' && text.isDigit(end + 1);
        return before || after;
    }
}
