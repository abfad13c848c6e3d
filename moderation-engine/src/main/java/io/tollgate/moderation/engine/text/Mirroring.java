package io.tollgate.moderation.engine.text;

/** Views that write the same characters in another way. */
final class Mirroring {

    private Mirroring() {}

    static void reverse(View source, View target) {
        target.length = 0;
        target.ensureCapacity(source.length);
        int last = source.length - 1;
        for (int i = 0; i <= last; i++) {
            target.characters[i] = source.characters[last - i];
            target.origins[i] = source.origins[last - i];
            target.lastOrigins[i] = source.lastOrigins[last - i];
        }
        target.length = source.length;
    }

    /** Two letters that look like one become that one. */
    static void merge(View source, View target) {
        target.length = 0;
        for (int i = 0; i < source.length; i++) {
            char merged = i + 1 < source.length ? merged(source.characters[i], source.characters[i + 1]) : '\0';
            if (merged == '\0') {
                target.addFrom(source.characters[i], source, i);
            } else {
                target.add(merged, source.origins[i], source.lastOrigins[i + 1]);
                i++;
            }
        }
    }

    private static char merged(char first, char second) {
        if (first == 'r' && second == 'n') {
            return 'm';
        }
        return first == 'v' && second == 'v' ? 'w' : '\0';
    }
}
