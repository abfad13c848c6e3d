package io.tollgate.moderation.engine.text;

/** Puts bytes together to characters, and says when they are none. */
final class Utf8Assembler {

    private final View target;
    private int codePoint;
    private int missing;
    private int firstOrigin;

    Utf8Assembler(View target) {
        this.target = target;
    }

    /**
     * @param origin where the byte is written
     * @param lastOrigin where it ends
     * @return whether the bytes so far are text: no control characters, and nothing that is not UTF-8
     */
    boolean accept(int value, int origin, int lastOrigin) {
        if (missing == 0) {
            firstOrigin = origin;
            if (value < 0x80) {
                return emit(value, lastOrigin);
            }
            missing = value >= 0xF0 ? 3 : value >= 0xE0 ? 2 : 1;
            codePoint = value & (0x3F >> missing);
            return value >= 0xC2 && value < 0xF5;
        }
        codePoint = codePoint << 6 | (value & 0x3F);
        missing--;
        return (value & 0xC0) == 0x80 && (missing > 0 || emit(codePoint, lastOrigin));
    }

    /** Whether no character is incomplete. */
    boolean isComplete() {
        return missing == 0;
    }

    private boolean emit(int character, int lastOrigin) {
        boolean text =
                character == '\n' || character == '\t' || character == '\r' || !Character.isISOControl(character);
        if (!text || !Character.isDefined(character)) {
            return false;
        }
        if (Character.isBmpCodePoint(character)) {
            target.add((char) character, firstOrigin, lastOrigin);
        } else {
            target.add(Character.highSurrogate(character), firstOrigin, lastOrigin);
            target.add(Character.lowSurrogate(character), firstOrigin, lastOrigin);
        }
        return true;
    }
}
