package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What an entry is in the view of sounds: the same phrases and contexts, as they sound. */
final class SoundEntries {

    /** Two syllables are shared by too many words; an entry that is to be heard all the same says so. */
    private static final int MIN_SYLLABLES = 3;

    private static final char SILENT = '\0';

    private SoundEntries() {}

    /** Empty where no phrase of the entry can be heard. */
    static Optional<LexiconEntry> of(LexiconEntry entry) {
        if (entry.wholeWord() || !entry.views().contains(ViewKind.SOUND)) {
            return Optional.empty();
        }
        Set<String> heads = heard(entry.heads(), phrase -> true);
        boolean isWhole = entry.heads().isEmpty();
        Set<String> phrases = heard(entry.phrases(), phrase -> !isWhole || phrase.length() >= minSyllables(entry));
        if (phrases.isEmpty() || heads.isEmpty() != isWhole) {
            return Optional.empty();
        }
        Set<LexiconContext> contexts = entry.unless().stream()
                .map(context -> new LexiconContext(context.position(), sound(context.text())))
                .filter(context -> isHeard(context.text()))
                .filter(context -> LexiconEntry.canExcuse(context, phrases))
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(entry.with(heads, phrases, contexts));
    }

    static int minSyllables(LexiconEntry entry) {
        return entry.soundsAlone() ? MIN_SYLLABLES - 1 : MIN_SYLLABLES;
    }

    private static Set<String> heard(Set<String> phrases, Predicate<String> isEnough) {
        return phrases.stream()
                .map(SoundEntries::sound)
                .filter(SoundEntries::isHeard)
                .filter(isEnough)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What cannot be heard stands as a mark that no text contains twice. */
    private static String sound(String phrase) {
        String sound = NormalisedText.sound(phrase);
        return sound.isEmpty() ? String.valueOf(SILENT) : sound;
    }

    private static boolean isHeard(String sound) {
        return sound.indexOf(SILENT) < 0;
    }
}
