package io.tollgate.moderation.engine;

/**
 * How large an expression may grow when its counted repetitions are written out: they multiply where they are nested, and they are
 * taken for nested wherever they stand.
 */
final class Repetitions {

    static final int MAX_PRODUCT = 10_000;

    private Repetitions() {}

    /** The product of all counts, {@link #MAX_PRODUCT} + 1 if it is larger. */
    static int product(String expression) {
        long product = 1;
        int index = expression.indexOf('{');
        while (index >= 0) {
            int end = expression.indexOf('}', index);
            if (end < 0) {
                break;
            }
            product = Math.min(MAX_PRODUCT + 1L, product * Math.max(1, largest(expression, index + 1, end)));
            index = expression.indexOf('{', end);
        }
        return (int) product;
    }

    /** The largest number between two indexes; 0 if there is none. */
    private static int largest(String text, int start, int end) {
        int largest = 0;
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            number = digit < 0 ? 0 : Math.min(MAX_PRODUCT + 1, number * 10 + digit);
            largest = Math.max(largest, number);
        }
        return largest;
    }
}
