package io.tollgate.moderation.engine.text;

import java.util.ArrayList;
import java.util.List;

/** The syllables of Mandarin without their tones: a code for each, how ideographs sound, and how Latin letters spell them. */
final class Syllables {

    /** Codes are private characters from here on, so that a syllable is a character of its view. */
    static final char FIRST_CODE = '\uE000';
    /** Sounds like nothing: what stands between syllables that do not follow each other. */
    static final char NONE = '\0';

    private static final int FIRST_IDEOGRAPH = 0x4E00;
    private static final int LAST_IDEOGRAPH = 0x9FFF;
    private static final int LETTERS = 26;

    private static final char[] SOUNDS = new char[LAST_IDEOGRAPH - FIRST_IDEOGRAPH + 1];
    /** A trie over the spellings: by state and letter the next state, 0 for none. */
    private static final short[] NEXT;

    private static final char[] SPELLED;
    /** By letter: whether some syllable is spelled so that it ends with it. */
    private static final boolean[] LAST = new boolean[LETTERS];

    static {
        List<short[]> next = new ArrayList<>(List.of(new short[LETTERS]));
        List<Character> spelled = new ArrayList<>(List.of(NONE));
        char code = FIRST_CODE;
        for (String line : TableFile.lines("syllables.txt")) {
            int blank = line.indexOf(' ');
            String syllable = line.substring(0, blank);
            for (int i = blank + 1; i < line.length(); i++) {
                SOUNDS[line.charAt(i) - FIRST_IDEOGRAPH] = code;
            }
            insert(syllable, code, next, spelled);
            if (syllable.matches("[ln]u(e|)")) {
                insert(syllable.replace('u', 'v'), code, next, spelled); // as typed on a keyboard
            }
            code++;
        }
        NEXT = new short[next.size() * LETTERS];
        SPELLED = new char[next.size()];
        for (int state = 0; state < next.size(); state++) {
            System.arraycopy(next.get(state), 0, NEXT, state * LETTERS, LETTERS);
            SPELLED[state] = spelled.get(state);
        }
    }

    private Syllables() {}

    static char soundOf(char ideograph) {
        return ideograph >= FIRST_IDEOGRAPH && ideograph <= LAST_IDEOGRAPH ? SOUNDS[ideograph - FIRST_IDEOGRAPH] : NONE;
    }

    /** The state after one more letter of a syllable that begins in state 0; 0 if no syllable goes on so. */
    static int next(int state, char letter) {
        return letter >= 'a' && letter <= 'z' ? NEXT[state * LETTERS + letter - 'a'] : 0;
    }

    /** Whether some syllable ends with the letter. */
    static boolean mayEndWith(char letter) {
        return letter >= 'a' && letter <= 'z' && LAST[letter - 'a'];
    }

    /** The syllable that is spelled out in a state. */
    static char spelledIn(int state) {
        return SPELLED[state];
    }

    private static void insert(String syllable, char code, List<short[]> next, List<Character> spelled) {
        int state = 0;
        for (int i = 0; i < syllable.length(); i++) {
            char letter = syllable.charAt(i);
            int target = next.get(state)[letter - 'a'];
            if (target == 0) {
                target = next.size();
                next.get(state)[letter - 'a'] = (short) target;
                next.add(new short[LETTERS]);
                spelled.add(NONE);
            }
            state = target;
        }
        spelled.set(state, code);
        LAST[syllable.charAt(syllable.length() - 1) - 'a'] = true;
    }
}
