package io.tollgate.moderation.engine;

import java.util.function.UnaryOperator;

/**
 * A way to disguise a text.
 *
 * @param name for the report
 * @param language of the texts it can be applied to
 * @param disguise the text in disguise
 */
record Transform(String name, Language language, UnaryOperator<String> disguise) {

    enum Language {
        ENGLISH,
        CHINESE,
        /** Chinese with a term of three characters at least: two are not read backwards, nor by their sound. */
        CHINESE_OF_THREE,
        BOTH
    }

    boolean applies(String text, int longestTerm) {
        boolean chinese = text.codePoints().anyMatch(Character::isIdeographic);
        return switch (language) {
            case BOTH -> true;
            case ENGLISH -> !chinese;
            case CHINESE -> chinese;
            case CHINESE_OF_THREE -> chinese && longestTerm >= 3;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
