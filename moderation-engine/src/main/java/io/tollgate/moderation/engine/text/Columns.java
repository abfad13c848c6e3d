package io.tollgate.moderation.engine.text;

/** Texts set in columns: a few short lines, read from top to bottom, once from the left and once from the right. */
final class Columns {

    private static final int MIN_LINES = 2;
    private static final int MAX_LINES = 64;
    private static final int MAX_WIDTH = 4;

    private Columns() {}

    static boolean decode(char[] raw, int length, View target) {
        if (length > MAX_LINES * (MAX_WIDTH + 1)) {
            return false;
        }
        int[] starts = new int[MAX_LINES];
        int lines = 0;
        int width = 0;
        int start = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || raw[i] == '\n') {
                if (lines == MAX_LINES || i - start > MAX_WIDTH) {
                    return false;
                }
                if (i > start) {
                    starts[lines] = start;
                    lines++;
                    width = Math.max(width, i - start);
                }
                start = i + 1;
            }
        }
        if (lines < MIN_LINES || width < 2) {
            return false;
        }
        for (int column = 0; column < width; column++) {
            addColumn(raw, length, starts, lines, column, target);
        }
        target.add('\n', length - 1);
        for (int column = width - 1; column >= 0; column--) {
            addColumn(raw, length, starts, lines, column, target);
        }
        return true;
    }

    private static void addColumn(char[] raw, int length, int[] starts, int lines, int column, View target) {
        for (int line = 0; line < lines; line++) {
            int index = starts[line] + column;
            int end = line + 1 < lines ? starts[line + 1] : length;
            if (index < end && !Character.isWhitespace(raw[index])) {
                target.add(raw[index], index);
            }
        }
    }
}
