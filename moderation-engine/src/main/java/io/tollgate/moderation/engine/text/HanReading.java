package io.tollgate.moderation.engine.text;

/** Reads ideographs in disguise: strewn with signs, taken apart, replaced by a picture or by a lookalike. */
final class HanReading {

    private static final int MAX_GAP = 3;
    private static final char FIRST_PICTURE = '\u2600';

    private HanReading() {}

    /** @return whether the target differs from the source */
    static boolean read(View source, View target) {
        target.length = 0;
        boolean changed = false;
        int index = firstDisguise(source);
        if (index < source.length) {
            target.append(source, 0, index);
        }
        while (index < source.length) {
            char character = source.characters[index];
            if (source.kindAt(index) == CharacterKind.IDEOGRAPH) {
                int used = addIdeograph(source, index, target);
                changed |= target.characters[target.length - 1] != character;
                index += used;
                int gap = gapAt(source, index);
                changed |= gap > 0;
                index += gap;
            } else if (Character.isHighSurrogate(character) || character >= FIRST_PICTURE) {
                int codePoint = Character.codePointAt(source.characters, index, source.length);
                char picture = HanTable.picture(codePoint);
                changed |= picture != HanTable.NONE;
                int units = Character.charCount(codePoint);
                if (picture != HanTable.NONE) {
                    target.add(picture, source.origins[index], source.lastOrigins[index + units - 1]);
                    index += units;
                    index += gapAt(source, index);
                } else {
                    target.addFrom(character, source, index);
                    index++;
                }
            } else {
                target.addFrom(character, source, index);
                index++;
            }
        }
        return changed;
    }

    /** Where something is read as something else first, so that nothing is copied where nothing is; the length if nothing is. */
    private static int firstDisguise(View source) {
        int index = 0;
        while (index < source.length && !isDisguise(source, index)) {
            index++;
        }
        return index;
    }

    private static boolean isDisguise(View source, int index) {
        if (source.kindAt(index) != CharacterKind.IDEOGRAPH) {
            return isPicture(source, index);
        }
        char character = source.characters[index];
        boolean composed = index + 1 < source.length
                && HanTable.composed(character, source.characters[index + 1]) != HanTable.NONE;
        return composed || HanTable.shapeOf(character) != HanTable.NONE || gapAt(source, index + 1) > 0;
    }

    /** How much of a view stands before the signs at its end that may prove to be strewn; -1 if none of it is an ideograph. */
    static int beforeStrewn(View view) {
        int end = view.length;
        while (end > 0 && view.length - end <= MAX_GAP && isStrewn(view, end - 1)) {
            end--;
        }
        boolean ideograph = end > 0 && view.kindAt(end - 1) == CharacterKind.IDEOGRAPH;
        return ideograph && view.length - end <= MAX_GAP ? end : -1;
    }

    /** Whether a picture that may stand for an ideograph is the last of a view, but for signs that may be strewn. */
    static boolean endsWithPicture(View view) {
        int end = view.length;
        for (int gap = 0; gap <= MAX_GAP && end > 0; gap++) {
            int codePoint = Character.codePointBefore(view.characters, end);
            if (codePoint >= FIRST_PICTURE && HanTable.picture(codePoint) != HanTable.NONE) {
                return true;
            }
            if (!isStrewn(view, end - 1)) {
                return false;
            }
            end -= Character.charCount(codePoint);
        }
        return false;
    }

    /** @return how many characters of the source became the one that was added */
    private static int addIdeograph(View source, int index, View target) {
        char character = source.characters[index];
        if (index + 1 < source.length) {
            char composed = HanTable.composed(character, source.characters[index + 1]);
            if (composed != HanTable.NONE) {
                target.add(composed, source.origins[index], source.lastOrigins[index + 1]);
                return 2;
            }
        }
        char shape = HanTable.shapeOf(character);
        target.addFrom(shape == HanTable.NONE ? character : shape, source, index);
        return 1;
    }

    /** How much is strewn between an ideograph that ends here and one, or a picture of one, that follows; else 0. */
    private static int gapAt(View source, int index) {
        int end = index;
        while (end < source.length && end - index <= MAX_GAP && isStrewn(source, end)) {
            end++;
        }
        boolean between = end > index
                && end - index <= MAX_GAP
                && end < source.length
                && (source.kindAt(end) == CharacterKind.IDEOGRAPH || isPicture(source, end));
        return between ? end - index : 0;
    }

    private static boolean isStrewn(View source, int index) {
        byte kind = source.kindAt(index);
        boolean sign = kind == CharacterKind.SEPARATOR || kind == CharacterKind.SIGN;
        return sign && !endsClause(source.characters[index]) && !isPicture(source, index);
    }

    /** What ends a clause also parts two words that are none together. */
    private static boolean endsClause(char character) {
        return switch (character) {
            case ',', '.', '!', '?', ';', ':', '、', '。', '，', '！', '？', '；', '：', '…', '"', '\'', '(', ')', '\n' ->
                true;
            default -> false;
        };
    }

    private static boolean isPicture(View source, int index) {
        return source.characters[index] >= FIRST_PICTURE
                && HanTable.picture(Character.codePointAt(source.characters, index, source.length)) != HanTable.NONE;
    }
}
