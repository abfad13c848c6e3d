package io.tollgate.moderation.engine.sensitive;

/**
 * Puts originals back into a text that arrives bit by bit. What may still become a placeholder is held back: never more than a
 * placeholder is long. Where a restored text stands inside JSON, it is the caller's to escape.
 */
public final class Restorer {

    private static final char OPEN = '[';
    private static final char CLOSE = ']';

    private final Masking masking;
    private final StringBuilder held = new StringBuilder(Masking.MAX_PLACEHOLDER);

    Restorer(Masking masking) {
        this.masking = masking;
    }

    /** @return what can go out now, of this piece and of what was held back before it */
    public String accept(CharSequence piece) {
        StringBuilder released = new StringBuilder(piece.length() + held.length());
        for (int i = 0; i < piece.length(); i++) {
            accept(piece.charAt(i), released);
        }
        return released.toString();
    }

    /** @return what was still held back: no placeholder, since it is not complete */
    public String end() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private void accept(char character, StringBuilder released) {
        if (character == OPEN) {
            released.append(held);
            held.setLength(0);
            held.append(character);
            return;
        }
        if (held.isEmpty()) {
            released.append(character);
            return;
        }
        held.append(character);
        String beginning = held.toString();
        String original = character == CLOSE ? masking.originalOf(beginning) : null;
        if (original != null) {
            released.append(original);
            held.setLength(0);
        } else if (!masking.isBeginning(beginning)) {
            released.append(held);
            held.setLength(0);
        }
    }
}
