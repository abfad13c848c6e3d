package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.text.ViewKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a term of a pack is read: {@code word}, if it counts only as whole words, or {@code any}; then, if need be, {@code plain}, if
 * it is looked for only as it is written, {@code unheard}, if it shares its sound with harmless words, or {@code heard}, if two of
 * its syllables are enough to tell it.
 *
 * @param views in which views of a text the term is looked for
 * @param soundsAlone whether two syllables are enough
 * @param wholeWord whether it counts only where no word goes on at its edges
 */
record Reading(Set<ViewKind> views, boolean soundsAlone, boolean wholeWord) {

    /** @throws IllegalArgumentException if the field says anything else */
    static Reading of(String field) {
        List<String> words = List.of(field.split("\\s+", -1));
        boolean wholeWord = isWholeWord(words.getFirst());
        Set<ViewKind> views = EnumSet.allOf(ViewKind.class);
        boolean soundsAlone = false;
        for (String word : words.subList(1, words.size())) {
            switch (word) {
                case "plain" -> views = EnumSet.of(ViewKind.FOLDED);
                case "unheard" -> views.remove(ViewKind.SOUND);
                case "heard" -> soundsAlone = true;
                default ->
                    throw new IllegalArgumentException("'" + word + "' is not one of 'plain', 'unheard' and 'heard'");
            }
        }
        return new Reading(views, soundsAlone, wholeWord);
    }

    private static boolean isWholeWord(String word) {
        return switch (word) {
            case "word" -> true;
            case "any" -> false;
            default ->
                throw new IllegalArgumentException(
                        "the third field must begin with 'word' or 'any', not with '" + word + "'");
        };
    }
}
