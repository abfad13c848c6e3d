package io.tollgate.moderation.engine.text;

import java.util.Map;

/** Morse code in dots and hyphens, a blank between letters and a slash between words. */
final class Morse {

    private static final int MIN_LETTERS = 4;
    private static final int MAX_SIGNS = 5;
    private static final Map<String, Character> LETTERS = Map.ofEntries(
            Map.entry(".-", 'a'),
            Map.entry("-...", 'b'),
            Map.entry("-.-.", 'c'),
            Map.entry("-..", 'd'),
            Map.entry(".", 'e'),
            Map.entry("..-.", 'f'),
            Map.entry("--.", 'g'),
            Map.entry("....", 'h'),
            Map.entry("..", 'i'),
            Map.entry(".---", 'j'),
            Map.entry("-.-", 'k'),
            Map.entry(".-..", 'l'),
            Map.entry("--", 'm'),
            Map.entry("-.", 'n'),
            Map.entry("---", 'o'),
            Map.entry(".--.", 'p'),
            Map.entry("--.-", 'q'),
            Map.entry(".-.", 'r'),
            Map.entry("...", 's'),
            Map.entry("-", 't'),
            Map.entry("..-", 'u'),
            Map.entry("...-", 'v'),
            Map.entry(".--", 'w'),
            Map.entry("-..-", 'x'),
            Map.entry("-.--", 'y'),
            Map.entry("--..", 'z'));

    private Morse() {}

    /** @return where the code that begins at an index ends, with its letters added to the target; {@code start} if none does */
    static int decode(char[] raw, int length, int start, View target) {
        int before = target.length;
        int letters = 0;
        int index = start;
        int end = start;
        while (index < length) {
            int signs = index;
            while (signs < length && signs - index <= MAX_SIGNS && (raw[signs] == '.' || raw[signs] == '-')) {
                signs++;
            }
            Character letter = LETTERS.get(String.valueOf(raw, index, signs - index));
            if (letter == null) {
                break;
            }
            target.add(letter, index, signs - 1);
            letters++;
            end = signs;
            index = signs;
            while (index < length && (raw[index] == ' ' || raw[index] == '/')) {
                if (raw[index] == '/') {
                    target.add(' ', index);
                }
                index++;
            }
            if (index == signs) {
                break;
            }
        }
        if (letters < MIN_LETTERS) {
            target.length = before;
            return start;
        }
        return end;
    }
}
