package io.tollgate.moderation.engine.text;

/** Pig Latin: read only where most words end as it ends them. */
final class PigLatin {

    private static final int MIN_WORDS = 2;
    private static final int MIN_LENGTH = 4;
    private static final int MAX_SHORT = 5;
    private static final String VOWEL_WORDS =
            " a i in on is it at an am all are of or out up us into over any about and ever every else eat end old our ass "
                    + "inside outside under upon always across after again against asshole idiot ugly immigrants ";
    private static final String VOWELS = "aeiou";
    private static final String CLUSTERS =
            " bl br ch cl cr dr fl fr gl gr kn ph pl pr qu sc sh sk sl sm sn sp st th tr wh wr ";

    private PigLatin() {}

    /** Whether most words end as it ends them. */
    static boolean isPigLatin(char[] raw, int length) {
        int words = 0;
        int encoded = 0;
        for (int start = 0; start < length; start++) {
            int end = endOfWord(raw, length, start);
            if (end > start) {
                words++;
                encoded += isEncoded(raw, start, end) ? 1 : 0;
                start = end;
            }
        }
        return encoded >= MIN_WORDS && encoded * 2 >= words;
    }

    /**
     * @param clusters whether two consonants were moved where a word may begin with them; else one
     * @return true: what is Pig Latin says something else
     */
    static boolean decode(char[] raw, int length, boolean clusters, View target) {
        int index = 0;
        while (index < length) {
            int end = endOfWord(raw, length, index);
            if (end > index && isEncoded(raw, index, end)) {
                decodeWord(raw, index, end, clusters, target);
                index = end;
            } else {
                target.add(raw[index], index);
                index++;
            }
        }
        return true;
    }

    private static boolean isEncoded(char[] raw, int start, int end) {
        return end - start >= MIN_LENGTH && lower(raw[end - 2]) == 'a' && lower(raw[end - 1]) == 'y';
    }

    private static void decodeWord(char[] raw, int start, int end, boolean clusters, View target) {
        int stem = end - 2;
        char last = lower(raw[stem - 1]);
        boolean vowelFirst = VOWELS.indexOf(lower(raw[start])) >= 0;
        int moved = stem;
        if (VOWELS.indexOf(last) < 0) {
            moved = stem - 1;
            String pair = " " + lower(raw[Math.max(start, stem - 2)]) + last + " ";
            moved -= clusters && stem - start > 2 && CLUSTERS.contains(pair) ? 1 : 0;
        }
        // "idiotway" had nothing to move, "illway" had: a short stem is a word of its own only if it is one of those.
        boolean dropped = last == 'w'
                && vowelFirst
                && ((!clusters && stem - start > MAX_SHORT)
                        || VOWEL_WORDS.contains(" " + lower(raw, start, stem - 1) + " "));
        if (dropped) {
            moved = stem - 1;
        } else {
            add(raw, moved, stem, target);
        }
        add(raw, start, moved, target);
    }

    private static void add(char[] raw, int from, int to, View target) {
        for (int i = from; i < to; i++) {
            target.add(raw[i], i);
        }
    }

    private static int endOfWord(char[] raw, int length, int start) {
        int end = start;
        while (end < length && lower(raw[end]) >= 'a' && lower(raw[end]) <= 'z') {
            end++;
        }
        return end;
    }

    private static String lower(char[] raw, int from, int to) {
        StringBuilder word = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            word.append(lower(raw[i]));
        }
        return word.toString();
    }

    private static char lower(char character) {
        return character >= 'A' && character <= 'Z' ? (char) (character | 0x20) : character;
    }
}
