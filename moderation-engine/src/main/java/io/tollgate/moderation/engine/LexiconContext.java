package io.tollgate.moderation.engine;

/**
 * A phrase beside or around a term that makes it harmless.
 *
 * @param position where the phrase stands
 * @param text the phrase without the term, or around it; folded
 */
record LexiconContext(Position position, String text) {

    private static final String TERM = "_";

    enum Position {
        /** Ends where the term begins. */
        BEFORE,
        /** Begins where the term ends. */
        AFTER,
        /** Contains the term. */
        AROUND
    }

    LexiconContext {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a context must say something");
        }
    }

    /**
     * @param context with {@code _} for the term at one end, or with the term in it
     * @param wholeWord whether words are set apart: if not, the blank beside {@code _} is there for the reader only
     */
    static LexiconContext of(String context, boolean wholeWord) {
        if (context.startsWith(TERM)) {
            String text = context.substring(TERM.length());
            return new LexiconContext(Position.AFTER, wholeWord ? text : text.strip());
        }
        if (context.endsWith(TERM)) {
            String text = context.substring(0, context.length() - TERM.length());
            return new LexiconContext(Position.BEFORE, wholeWord ? text : text.strip());
        }
        return new LexiconContext(Position.AROUND, context);
    }
}
