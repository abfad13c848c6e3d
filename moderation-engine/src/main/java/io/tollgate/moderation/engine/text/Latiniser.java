package io.tollgate.moderation.engine.text;

/** Reads disguised words as the Latin ones they pass for. A word in one script, or a number, is what it is. */
final class Latiniser {

    private static final char EXCLAMATION = '!';
    private static final int MAX_NUMBER = 3;

    private Latiniser() {}

    /** @return whether a word was disguised; if not, the target is left without content */
    static boolean latinise(View folded, View target) {
        return latinise(folded, target, CharacterTable.LATIN);
    }

    /**
     * The same once more, where a one stands for an l.
     *
     * @return whether that makes a difference
     */
    static boolean latiniseWithOneAsL(View folded, View latinised, View target) {
        target.length = 0;
        for (int i = 0; i < latinised.length; i++) {
            if (folded.characters[i] == '1' && latinised.characters[i] != '1') {
                if (target.length == 0) {
                    target.copy(latinised);
                }
                target.characters[i] = 'l';
            }
        }
        return target.length > 0;
    }

    private static boolean latinise(View folded, View target, char[] table) {
        target.length = 0;
        boolean disguised = false;
        int index = 0;
        while (index < folded.length) {
            if (!canBeInWord(folded.characters[index])) {
                index++;
                continue;
            }
            int kinds = 0;
            boolean unusual = false;
            int end = index;
            int significantEnd = index;
            int significantKinds = 0;
            while (end < folded.length && canBeInWord(folded.characters[end])) {
                char character = folded.characters[end];
                byte kind = CharacterTable.KIND[character];
                kinds |= 1 << kind;
                unusual |= kind == CharacterKind.LATIN && table[character] != character;
                end++;
                // "hello!" is no disguise: what ends a sentence does not belong to its last word.
                if (character != EXCLAMATION) {
                    significantEnd = end;
                    significantKinds = kinds;
                }
            }
            if (unusual || isMixed(significantKinds)) {
                if (!disguised) {
                    target.copy(folded);
                    disguised = true;
                }
                for (int i = index; i < significantEnd; i++) {
                    target.characters[i] = table[target.characters[i]];
                }
            }
            index = end;
        }
        if (disguised) {
            readUnmixedWords(folded, target, table);
        }
        return disguised;
    }

    /** Beside words in disguise, short numbers and words all of whose letters pass for Latin ones are words in disguise too. */
    private static void readUnmixedWords(View folded, View target, char[] table) {
        int index = 0;
        while (index < folded.length) {
            int end = index;
            boolean passes = true;
            boolean latin = false;
            boolean number = true;
            while (end < folded.length && canBeInWord(folded.characters[end])) {
                char character = folded.characters[end];
                byte kind = CharacterTable.KIND[character];
                passes &= table[character] != character;
                latin |= kind == CharacterKind.LATIN;
                number &= kind == CharacterKind.DIGIT;
                end++;
            }
            if (passes && !latin && end > index && (!number || end - index <= MAX_NUMBER)) {
                for (int i = index; i < end; i++) {
                    target.characters[i] = table[target.characters[i]];
                }
            }
            index = Math.max(end, index + 1);
        }
    }

    /**
     * The view with its last word read as a disguised one, and beside it those that pass for Latin; empty if that is how it reads
     * anyway.
     *
     * @param mayPass whether any of its words may pass for a Latin one
     * @return where the last word begins
     */
    static int readAsDisguised(View view, boolean mayPass, View target) {
        target.length = 0;
        int start = view.length;
        boolean changes = mayPass;
        while (start > 0 && canBeInWord(view.characters[start - 1])) {
            start--;
            changes |= CharacterTable.LATIN[view.characters[start]] != view.characters[start];
        }
        if (changes) {
            target.copy(view);
            if (mayPass) {
                readUnmixedWords(view, target, CharacterTable.LATIN);
            }
            for (int i = start; i < target.length; i++) {
                target.characters[i] = CharacterTable.LATIN[view.characters[i]];
            }
        }
        return start;
    }

    private static boolean canBeInWord(char character) {
        byte kind = CharacterTable.KIND[character];
        return kind == CharacterKind.LATIN
                || kind == CharacterKind.DIGIT
                || kind == CharacterKind.LOOKALIKE
                || kind == CharacterKind.SIGN;
    }

    private static boolean isMixed(int kinds) {
        int latin = 1 << CharacterKind.LATIN;
        return (kinds & latin) != 0 && (kinds & ~latin) != 0;
    }
}
