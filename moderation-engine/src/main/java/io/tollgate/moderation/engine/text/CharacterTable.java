package io.tollgate.moderation.engine.text;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fold, kind and lookalike of every character, computed once: a text then costs one or two loads per character. */
final class CharacterTable {

    /** Stands in {@link #FOLD} for a character that vanishes. No text contains it: it is a noncharacter, and vanishes too. */
    static final char DROPPED = '\uFFFF';
    /** Stands in {@link #FOLD} for a character that becomes several. */
    static final char EXPANDED = '\uFFFE';

    static final char[] FOLD = new char[Character.MAX_VALUE + 1];
    static final byte[] KIND = new byte[Character.MAX_VALUE + 1];
    static final char[] LATIN = new char[Character.MAX_VALUE + 1];

    private static final Map<Integer, String> EXPANSIONS = new HashMap<>();
    private static final Map<Integer, String> SUPPLEMENTARY = new HashMap<>();

    static {
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            char character = (char) unit;
            FOLD[unit] = foldOf(character);
            KIND[unit] = CharacterKind.of(character);
            LATIN[unit] = character;
        }
        Lookalikes.writeTo(LATIN);
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            boolean passesForLatin = LATIN[unit] != unit && KIND[unit] == CharacterKind.OTHER_LETTER;
            KIND[unit] = passesForLatin ? CharacterKind.LOOKALIKE : KIND[unit];
        }
        addSupplementary(0x1D400, 0x1D7FF); // mathematical alphanumerics
        addSupplementary(0x1F100, 0x1F2FF); // enclosed alphanumerics and ideographs
        addSupplementary(0x1FBF0, 0x1FBF9); // segmented digits
        addSupplementary(0x2F800, 0x2FA1F); // compatibility ideographs
    }

    private CharacterTable() {}

    /** What a character for which {@link #FOLD} says {@link #EXPANDED} becomes. */
    static String expansionOf(char character) {
        String expansion = EXPANSIONS.get((int) character);
        if (expansion == null) {
            throw new IllegalStateException("no expansion of U+" + Integer.toHexString(character));
        }
        return expansion;
    }

    /** What a code point beyond U+FFFF becomes; null if it stays what it is. */
    static @Nullable String supplementary(int codePoint) {
        boolean unseen = (codePoint >= 0xE0000 && codePoint <= 0xE0FFF) // tags and variation selectors
                || Character.getType(codePoint) == Character.FORMAT;
        return unseen ? "" : SUPPLEMENTARY.get(codePoint);
    }

    private static char foldOf(char character) {
        boolean ideograph =
                (character >= 0x4E00 && character <= 0x9FFF) || (character >= 0x3400 && character <= 0x4DBF);
        if (ideograph) {
            return HanTable.simplified(character);
        }
        boolean itself = Character.isSurrogate(character)
                || (character >= 0xAC00 && character <= 0xD7A3) // Hangul syllables
                || (character >= 0xE000 && character <= 0xF8FF); // private use
        if (itself) {
            return character;
        }
        String folded = Folding.of(character);
        if (folded.isEmpty()) {
            return DROPPED;
        }
        if (folded.length() == 1) {
            return folded.charAt(0);
        }
        EXPANSIONS.put((int) character, folded);
        return EXPANDED;
    }

    private static void addSupplementary(int first, int last) {
        for (int codePoint = first; codePoint <= last; codePoint++) {
            SUPPLEMENTARY.put(codePoint, Folding.of(codePoint));
        }
    }
}
