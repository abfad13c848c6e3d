package io.tollgate.moderation.engine.text;

/** Reads two letters that look like one as that one. */
final class Merging {

    private Merging() {}

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
