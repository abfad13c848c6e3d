package io.tollgate.moderation.engine.sensitive;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds personal data and secrets: an automaton over prefixes and telling words, one walk over the rest, and a check of each
 * candidate. Linear in the text: what is looked at around a candidate is bounded. Immutable and thread-safe.
 */
public final class SensitiveDetector {

    /** What something sensitive may begin with, or an address have in it: all else is passed over. */
    private static final boolean[] BEGINNINGS = new boolean[0x80];

    static {
        for (char character = 0; character < BEGINNINGS.length; character++) {
            BEGINNINGS[character] = (character >= '0' && character <= '9')
                    || (character >= 'a' && character <= 'z')
                    || "@(:".indexOf(character) >= 0;
        }
    }

    private final TellingWords words;
    private final List<Anchor> anchors = new ArrayList<>();

    /** What to do where a telling word or prefix ends. */
    private interface Anchor {
        void at(int start, int end, Written text, Spans spans, SecretFinder secrets);
    }

    public SensitiveDetector() {
        List<String> telling = new ArrayList<>();
        for (KeyShape shape : KeyShape.ALL) {
            add(telling, shape.prefix(), (start, end, text, spans, secrets) -> secrets.findKey(shape, start));
        }
        add(telling, "eyj", (start, end, text, spans, secrets) -> secrets.findJsonWebToken(start));
        add(telling, "-----begin ", (start, end, text, spans, secrets) -> secrets.findPrivateKey(start));
        add(telling, "://", (start, end, text, spans, secrets) -> secrets.findUserInfo(end));
        for (String word : List.of("passport", "护照")) {
            add(telling, word, (start, end, text, spans, secrets) -> PassportFinder.find(text, end, spans));
        }
        for (String word : List.of("bearer", "basic")) {
            add(telling, word, (start, end, text, spans, secrets) -> secrets.findCredentials(end));
        }
        for (String word : List.of("password", "passwd", "passphrase", "pwd", "密码", "口令")) {
            add(
                    telling,
                    word,
                    (start, end, text, spans, secrets) -> secrets.findValue(SensitiveKind.PASSWORD, end, false));
        }
        for (String word : List.of(
                "api_key",
                "api-key",
                "apikey",
                "api key",
                "access_key",
                "access key",
                "secret",
                "token",
                "access_token",
                "client_secret",
                "secret_access_key",
                "密钥")) {
            add(
                    telling,
                    word,
                    (start, end, text, spans, secrets) -> secrets.findValue(SensitiveKind.API_KEY, end, true));
        }
        words = new TellingWords(telling);
    }

    /**
     * @param text in the folded view
     * @param matches scratch, overwritten
     * @param most how many are found at most
     * @return in the order of the text, none overlapping another
     */
    public List<Span> find(NormalisedText text, Matches matches, int most) {
        return find(new Written(text), matches, most);
    }

    List<Span> find(Written written, Matches matches, int most) {
        Spans spans = new Spans(written, most);
        SecretFinder secrets = new SecretFinder(written, spans);
        words.find(written.characters(), written.length(), matches);
        for (int match = 0; match < matches.count() && !spans.isFull(); match++) {
            int pattern = matches.pattern(match);
            int end = matches.end(match);
            anchors.get(pattern).at(end - words.lengthOf(pattern), end, written, spans, secrets);
        }
        walk(written, spans);
        return spans.withoutOverlaps();
    }

    private static void walk(Written text, Spans spans) {
        NumberFinder numbers = new NumberFinder(text, spans);
        char[] characters = text.characters();
        int length = text.length();
        int index = 0;
        while (index < length && !spans.isFull()) {
            char character = characters[index];
            boolean begins = character < BEGINNINGS.length
                    && BEGINNINGS[character]
                    && (character < '0' || character == '@' || !text.isWordPart(index - 1));
            index = begins ? Math.max(index + 1, next(text, index, spans, numbers)) : index + 1;
        }
    }

    /** @return the index after what begins at this one, or at most this one if nothing does */
    private static int next(Written text, int index, Spans spans, NumberFinder numbers) {
        char character = text.at(index);
        if (character == '@') {
            EmailFinder.find(text, index, spans);
            return index;
        }
        if (character == '(') {
            numbers.findParenthesised(index);
            return index;
        }
        boolean begins = !text.isWordPart(index - 1);
        if (!begins) {
            return index;
        }
        if (character == ':' || text.isDigit(index) || (character >= 'a' && character <= 'f')) {
            int end = text.at(index - 1) == ':' ? -1 : IpFinder.findVersion6(text, index, spans);
            if (end > 0) {
                return end;
            }
        }
        if (text.isDigit(index)) {
            int end = text.at(index - 1) == '.' ? -1 : IpFinder.findVersion4(text, index, spans);
            return end > 0 ? end : numbers.find(index);
        }
        return text.isLetter(index) ? IbanFinder.find(text, index, spans) : index;
    }

    private void add(List<String> words, String word, Anchor anchor) {
        words.add(word);
        anchors.add(anchor);
    }
}
