package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SieveTest {

    private static final String PACK = """
            pack: t
            version: 1
            language: en
            licence: x
            source: y
            ---
            violence; 2; word; abab
            violence; 2; word; ab ba; not _
            violence; 2; any; 操你
            violence; 2; any; 你操你妈
            violence; 2; any; (我|我要)~(操|操你妈|妈)
            violence; 2; word; (a|b a|ab)~(b|ab|baba)
            violence; 2; word plain; baa
            """;
    private static final String ALPHABET = "aabb  a1@.操你我妈要\u0430";

    private static Lexicon lexicon(String pack) {
        return new Lexicon(PackReader.read("t", new ByteArrayInputStream(pack.getBytes(StandardCharsets.UTF_8)))
                .entries());
    }

    @Test
    void shouldNeverMissWhatTheAutomatonFinds() {
        // Given
        Lexicon lexicon = lexicon(PACK);
        SplittableRandom random = new SplittableRandom(3);
        NormalisedText text = new NormalisedText();
        MarkedViews marked = new MarkedViews();
        List<String> missed = new ArrayList<>();
        int found = 0;
        int held = 0;

        // When
        for (int round = 0; round < 20_000; round++) {
            StringBuilder characters = new StringBuilder();
            random.ints(random.nextInt(1, 24), 0, ALPHABET.length())
                    .forEach(index -> characters.append(ALPHABET.charAt(index)));
            text.read(characters);
            for (int number = 0; number < text.viewCount(); number++) {
                View view = text.view(number);
                boolean holds = holds(lexicon, text, view);
                boolean mayHold = lexicon.mayHold(text, view, marked);
                boolean sameAlone = mayHold == lexicon.mayHold(text, view, new MarkedViews());
                found += holds ? 1 : 0;
                held += mayHold ? 1 : 0;
                if ((holds && !mayHold) || !sameAlone) {
                    missed.add(view.kind() + " of " + characters);
                }
            }
        }

        // Then: what it lets through besides is excused by what stands around it
        assertThat(missed).isEmpty();
        assertThat(found).isGreaterThan(4_000);
        assertThat(held).isLessThan(found * 12 / 10);
    }

    private static boolean holds(Lexicon lexicon, NormalisedText text, View view) {
        Matches matches = new Matches();
        lexicon.scan(view.characters(), view.length(), matches);
        for (int match = 0; match < matches.count(); match++) {
            for (Term term : lexicon.completedBy(matches, match)) {
                int start = lexicon.startOfTerm(term, matches, match);
                boolean counts = start >= 0
                        && term.entry().views().contains(view.kind())
                        && Plausibility.of(term.entry(), text, view, start, matches.end(match));
                if (counts) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void shouldSpareHarmlessTextsTheAutomaton() {
        // Given
        Lexicon lexicon = new Lexicon(Stream.of("en-core", "zh-core", "injection-core")
                .flatMap(id -> PackReader.bundled(id).entries().stream())
                .toList());
        List<String> texts = HarmlessTexts.all();
        NormalisedText normalised = new NormalisedText();

        // When
        long scanned = texts.stream()
                .filter(text -> {
                    normalised.read(text);
                    return lexicon.mayHold(normalised, normalised.folded(), new MarkedViews());
                })
                .count();

        // Then
        assertThat(scanned).isLessThan(texts.size() / 10);
    }

    @Test
    void shouldGiveUpWhereTooMuchWouldHaveToBeCompared() {
        // Given: a term that begins everywhere and is complete nowhere
        Lexicon lexicon = lexicon(PACK + "violence; 2; any; " + "a".repeat(200) + "b\n");
        NormalisedText text = new NormalisedText();
        text.read("a".repeat(100_000));

        // When
        boolean mayHold = lexicon.mayHold(text, text.folded(), new MarkedViews());

        // Then
        assertThat(mayHold).isTrue();
        assertThat(holds(lexicon, text, text.folded())).isFalse();
    }
}
