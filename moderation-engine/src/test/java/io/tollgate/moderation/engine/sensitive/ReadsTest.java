package io.tollgate.moderation.engine.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the finders look at a character: not more often the longer the text is. */
class ReadsTest {

    private static final int LENGTH = 100_000;
    /** Of one character, in the worst text: an at sign looks at a name and at a host, a telling word at what follows it. */
    private static final int MOST_OF_ONE = 400;

    private final SensitiveDetector detector = new SensitiveDetector();

    /** Counts what is read of the text. */
    private static final class Counted extends Written {
        private long reads;

        Counted(NormalisedText text) {
            super(text);
        }

        @Override
        char at(int index) {
            reads++;
            return super.at(index);
        }

        @Override
        char cased(int index) {
            reads++;
            return super.cased(index);
        }

        @Override
        boolean isAt(int start, String phrase) {
            reads += phrase.length();
            return super.isAt(start, phrase);
        }
    }

    private long reads(String unit, int length) {
        NormalisedText text = new NormalisedText();
        text.read(unit.repeat(length / unit.length() + 1), 0, length);
        Counted written = new Counted(text);
        Matches matches = new Matches();
        detector.find(written, matches, Integer.MAX_VALUE);
        assertThat(matches.count()).isLessThanOrEqualTo(length);
        return written.reads;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "@",
                "a@",
                "a@b.",
                "@a.bcdefghijklmnopqrstuvwxyz",
                "1 ",
                "1.",
                "1-",
                "12:",
                ":",
                "a:b",
                "(123",
                "(415) 555-2671 ",
                "sk-",
                "sk-a1b2c3d4e5f6g7h8i9j0 ",
                "eyJ",
                ".eyJ",
                "eyJhbGciOi.",
                "-----begin ",
                "-----begin private key-----",
                "://",
                "://a:bcd",
                "password=",
                "password: a1b2c3d4 ",
                "token is ",
                "passport ",
                "护照1",
                "密码是",
                "bearer ",
                "DE89 3704 0044 0532 0130 00 ",
                "4242 4242 4242 4242 ",
                "11010519491231002X ",
                "13812345678 ",
                "\uD800",
                "\0",
            })
    void shouldReadNoCharacterMoreOftenInALongerText(String unit) {
        // Given
        long half = reads(unit, LENGTH / 2);

        // When
        long whole = reads(unit, LENGTH);

        // Then
        assertThat(whole)
                .isLessThanOrEqualTo(2 * half + MOST_OF_ONE * 100L)
                .isLessThanOrEqualTo((long) MOST_OF_ONE * LENGTH);
    }
}
