package io.tollgate.moderation.engine.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * What one code point becomes in the folded view: compatibility forms and case are folded, marks and invisible characters
 * vanish, every white space is a blank. A code point is folded by itself, which keeps the fold linear and independent of its
 * neighbours; marks that could compose with one are dropped anyway.
 */
final class Folding {

    /**
     * A code point that would become more than this is left as it is. U+FDFA would become 18 characters: a way to make a text
     * 18 times as long, of no use to a term list.
     */
    static final int MAX_EXPANSION = 4;

    private static final int BRAILLE = 0x2800;
    /** The letter of every cell of six dots, in the order of Unicode; a blank where there is none. */
    private static final String BRAILLE_LETTERS = " a b k l cif msp e h o r djg ntq     u v     x       z    w  y";

    private Folding() {}

    /** @return what stands for the code point, empty if it is dropped; folding the result again changes nothing */
    static String of(int codePoint) {
        String current = Character.toString(codePoint);
        for (int round = 0; round < MAX_EXPANSION; round++) {
            String next = foldEach(current);
            if (next.equals(current)) {
                return current;
            }
            if (next.length() > MAX_EXPANSION) {
                return Character.toString(codePoint);
            }
            current = next;
        }
        return current;
    }

    private static String foldEach(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints().forEach(codePoint -> folded.append(foldOnce(codePoint)));
        return folded.toString();
    }

    private static String foldOnce(int codePoint) {
        if (isBlank(codePoint)) {
            return " ";
        }
        if (isInvisible(codePoint)) {
            return "";
        }
        char replacement = replacementOf(codePoint);
        if (replacement != 0) {
            return String.valueOf(replacement);
        }
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Form.NFKD);
        String cased = decomposed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(cased, Form.NFKD)
                .codePoints()
                .filter(part -> !isInvisible(part))
                .forEach(kept::appendCodePoint);
        return simplified(Normalizer.normalize(kept, Form.NFC));
    }

    private static String simplified(String text) {
        StringBuilder simplified = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            simplified.append(HanTable.simplified(text.charAt(i)));
        }
        return simplified.toString();
    }

    private static boolean isBlank(int codePoint) {
        return (codePoint >= '\t' && codePoint <= '\r')
                || codePoint == 0x85
                || codePoint == 0x2800 // braille blank
                || Character.isSpaceChar(codePoint);
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.FORMAT || type == Character.CONTROL || type == Character.ENCLOSING_MARK) {
            return true;
        }
        // A mark with a script of its own is a vowel or a tone, part of the spelling; the others decorate or overlay.
        if (type == Character.NON_SPACING_MARK) {
            return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.INHERITED
                    || (codePoint >= 0x180B && codePoint <= 0x180F)
                    || codePoint == 0x17B4
                    || codePoint == 0x17B5;
        }
        boolean hangulFiller = codePoint == 0x115F || codePoint == 0x1160 || codePoint == 0x3164 || codePoint == 0xFFA0;
        boolean reservedIgnorable = codePoint == 0x2065
                || (codePoint >= 0xFFF0 && codePoint <= 0xFFF8)
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
        boolean noncharacter = (codePoint & 0xFFFE) == 0xFFFE;
        return hangulFiller || reservedIgnorable || noncharacter;
    }

    /** Equivalences that Unicode does not define but readers do; 0 where there is none. */
    private static char replacementOf(int codePoint) {
        if (codePoint >= 0x249C && codePoint <= 0x24B5) { // parenthesized a to z
            return (char) ('a' + codePoint - 0x249C);
        }
        if (codePoint >= 0x1F110 && codePoint <= 0x1F129) { // parenthesized A to Z
            return (char) ('a' + codePoint - 0x1F110);
        }
        if (codePoint >= 0x1F150 && codePoint <= 0x1F169) { // white on black, in circles
            return (char) ('a' + codePoint - 0x1F150);
        }
        if (codePoint >= 0x1F170 && codePoint <= 0x1F189) { // white on black, in squares
            return (char) ('a' + codePoint - 0x1F170);
        }
        if (codePoint > BRAILLE && codePoint < BRAILLE + BRAILLE_LETTERS.length()) {
            char letter = BRAILLE_LETTERS.charAt(codePoint - BRAILLE);
            return letter == ' ' ? 0 : letter;
        }
        return switch (codePoint) {
            case 0x2018, 0x2019, 0x201B, 0x02BC, 0x2032, 0x00B4, 0x0060 -> '\'';
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D -> '-';
            default -> 0;
        };
    }
}
