package io.tollgate.moderation.engine.text;

import java.util.HashMap;
import java.util.Map;

/** What ideographs, parts of ideographs and pictures are read as. */
final class HanTable {

    /** Nothing is known of the character. */
    static final char NONE = '\0';

    private static final char[] SIMPLIFIED = new char[Character.MAX_VALUE + 1];
    private static final char[] SHAPES = new char[Character.MAX_VALUE + 1];
    private static final boolean[] FIRST_PART = new boolean[Character.MAX_VALUE + 1];
    private static final Map<Integer, Character> PICTURES = new HashMap<>();
    private static final Map<Integer, Character> PARTS = new HashMap<>();

    static {
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            SIMPLIFIED[unit] = (char) unit;
        }
        for (String line : TableFile.lines("simplified.txt")) {
            addPairs(line, SIMPLIFIED);
        }
        addPairs(TableFile.section("variants.txt", "fold").replace(" ", ""), SIMPLIFIED);
        addPairs(TableFile.section("variants.txt", "shape").strip(), SHAPES);
        addPictures(TableFile.section("variants.txt", "emoji").strip());
        for (String composition :
                TableFile.section("variants.txt", "parts").strip().split("\\s+", -1)) {
            PARTS.put(pair(composition.charAt(0), composition.charAt(1)), composition.charAt(2));
            FIRST_PART[composition.charAt(0)] = true;
        }
    }

    private HanTable() {}

    /** The usual simplified form; the character itself where it has none. */
    static char simplified(char character) {
        char current = character;
        // A rare form may lead to a traditional one; no path is longer than this.
        for (int step = 0; step < 3; step++) {
            current = SIMPLIFIED[current];
        }
        return current;
    }

    /** What a folded character may pass for; {@link #NONE} for nearly all. */
    static char shapeOf(char character) {
        return SHAPES[character];
    }

    /** The ideograph whose parts these two are. */
    static char composed(char first, char second) {
        return FIRST_PART[first] ? PARTS.getOrDefault(pair(first, second), NONE) : NONE;
    }

    /** The ideograph that a picture stands for. */
    static char picture(int codePoint) {
        return PICTURES.getOrDefault(codePoint, NONE);
    }

    private static void addPairs(String pairs, char[] table) {
        for (int i = 0; i + 1 < pairs.length(); i += 2) {
            boolean cycle = table[pairs.charAt(i + 1)] == pairs.charAt(i);
            if (!cycle) {
                table[pairs.charAt(i)] = pairs.charAt(i + 1);
            }
        }
    }

    private static void addPictures(String pairs) {
        int index = 0;
        while (index < pairs.length()) {
            int picture = pairs.codePointAt(index);
            index += Character.charCount(picture);
            PICTURES.put(picture, pairs.charAt(index));
            index++;
        }
    }

    private static int pair(char first, char second) {
        return first << Character.SIZE | second;
    }
}
