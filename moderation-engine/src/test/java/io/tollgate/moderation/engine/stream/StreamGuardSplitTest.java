package io.tollgate.moderation.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.TenantRule;
import io.tollgate.moderation.engine.TenantRules;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a text is cut into pieces, its reader gets the same, and never what is forbidden. */
class StreamGuardSplitTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final StreamDetector DETECTOR = StreamDetector.of(ENGINE);
    private static final StreamGuard.Key CONTENT = new StreamGuard.Key(0, "content");
    private static final StreamRules REDACT_FLAGGED =
            (category, score) -> score >= Assessment.FLAG_THRESHOLD ? Action.REDACT : Action.ALLOW;

    private record Received(String text, boolean blocked) {}

    static List<String> forbidden() {
        return Samples.forbidden();
    }

    private static Received receive(StreamRules rules, StreamMode mode, Iterable<String> pieces) {
        StreamGuard guard = new StreamGuard(DETECTOR, rules, mode);
        StringBuilder received = new StringBuilder();
        pieces.forEach(piece -> received.append(guard.append(CONTENT, piece)));
        guard.finishAll().values().forEach(received::append);
        return new Received(received.toString(), guard.isBlocked());
    }

    private static List<String> cut(String text, int... at) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int next : at) {
            pieces.add(text.substring(from, next));
            from = next;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    private static List<String> characters(String text) {
        return cut(text, IntStream.range(1, text.length()).toArray());
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void shouldHoldBackForbiddenTextWhereverItIsCut(String forbidden) {
        // Given
        String text = "All is well here: " + forbidden + " , and so it goes on.";
        Received whole = receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, List.of(text));

        // When
        List<Received> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            received.add(receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, cut(text, at)));
        }
        received.add(receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, characters(text)));

        // Then
        assertThat(whole.blocked()).isTrue();
        assertThat(whole.text()).startsWith("All is well here: ").doesNotContain(forbidden);
        assertThat(received).containsOnly(whole);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void shouldHoldBackForbiddenTextAtTheVeryEnd(String forbidden) {
        // Given
        Received whole = receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, List.of(forbidden));

        // When
        Received received = receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, characters(forbidden));

        // Then
        assertThat(whole.blocked()).isTrue();
        assertThat(received).isEqualTo(whole);
        assertThat(received.text()).doesNotContain(forbidden);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void shouldRedactTheSameWhereverItIsCut(String forbidden) {
        // Given
        String text = "Before. " + forbidden + " , after.";
        Received whole = receive(REDACT_FLAGGED, StreamMode.BALANCED, List.of(text));

        // When
        List<Received> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            received.add(receive(REDACT_FLAGGED, StreamMode.BALANCED, cut(text, at)));
        }
        received.add(receive(REDACT_FLAGGED, StreamMode.BALANCED, characters(text)));

        // Then
        assertThat(whole.blocked()).isFalse();
        assertThat(whole.text())
                .contains(GuardedText.MASK)
                .startsWith("Before. ")
                .doesNotContain(forbidden);
        assertThat(received).containsOnly(whole);
    }

    @ParameterizedTest
    @EnumSource(StreamMode.class)
    void shouldLetHarmlessTextThroughUnchanged(StreamMode mode) {
        // Given: what two of them hold together may be too much, so that each stands alone
        List<String> texts = Samples.harmless();

        // When
        List<Received> received = texts.stream()
                .map(text -> receive(StreamRules.BLOCK_FLAGGED, mode, characters(text)))
                .toList();

        // Then
        assertThat(received)
                .isEqualTo(texts.stream().map(text -> new Received(text, false)).toList());
    }

    @Test
    void shouldDecideLikeTheWholeTextHoweverTextsAreMixed() {
        // Given
        SplittableRandom random = new SplittableRandom(7);
        List<String> texts = new ArrayList<>();
        List<int[]> cuts = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            String text = mixed(random);
            texts.add(text);
            cuts.add(random.ints(random.nextInt(1, 40), 1, text.length())
                    .sorted()
                    .distinct()
                    .toArray());
        }

        // When
        List<Received> inPieces = IntStream.range(0, texts.size())
                .mapToObj(i -> receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, cut(texts.get(i), cuts.get(i))))
                .toList();

        // Then
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            assertThat(inPieces.get(i))
                    .as(text)
                    .isEqualTo(receive(StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED, List.of(text)));
            assertThat(inPieces.get(i).blocked())
                    .as(text)
                    .isEqualTo(!ENGINE.assess(text).certain().isEmpty());
        }
    }

    /** Sentences of both kinds, one after the other. */
    private static String mixed(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int sentence = 0; sentence < 6; sentence++) {
            List<String> from = random.nextInt(8) == 0 ? Samples.forbidden() : Samples.harmless();
            text.append(from.get(random.nextInt(from.size()))).append(random.nextBoolean() ? " " : ". ");
        }
        return text.toString();
    }

    @Test
    void shouldScoreLikeTheWholeText() {
        // Given
        String text = "what an idiot, what a bitch. He has a gangbang video with a 9 year old, 你这个废物";
        StreamGuard guard = new StreamGuard(DETECTOR, StreamRules.BLOCK_FLAGGED, StreamMode.AUDIT);

        // When
        characters(text).forEach(piece -> guard.append(CONTENT, piece));
        guard.finishAll();

        // Then
        Assessment whole = ENGINE.assess(text);
        Assessment streamed = Objects.requireNonNull(guard.findings().get(CONTENT));
        for (Category category : Category.values()) {
            double difference = streamed.scores().getOrDefault(category, -1.0)
                    - whole.scores().getOrDefault(category, -1.0);
            assertThat(Math.abs(difference)).as(category.wireName()).isLessThan(1e-9);
        }
        assertThat(streamed.hits()).containsExactlyInAnyOrderElementsOf(whole.hits());
        assertThat(guard.isBlocked()).isFalse();
    }

    private static final StreamRules REDACT_SENSITIVE = new StreamRules() {
        @Override
        public Action category(Category category, double score) {
            return Action.ALLOW;
        }

        @Override
        public Action sensitive(SensitiveKind kind) {
            return Action.REDACT;
        }

        @Override
        public boolean mindsSensitive() {
            return true;
        }

        @Override
        public Action rule(String rule) {
            return Action.REDACT;
        }
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann.example@mail.example.org",
                "5555 5555 5555 4444",
                "+44 20 7946 0958",
                "13800138000",
                "DE89 3704 0044 0532 0130 00",
                "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD",
                "AKIAQ3EGRXPLTNDWUB5M",
                "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQ\n-----END PRIVATE KEY-----"
            })
    void shouldRedactSensitiveDataWhereverTheyAreCut(String secret) {
        // Given
        String text = "Write it down: " + secret + " and do so quietly; that is all.";
        Received whole = receive(REDACT_SENSITIVE, StreamMode.BALANCED, List.of(text));

        // When
        List<Received> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            received.add(receive(REDACT_SENSITIVE, StreamMode.BALANCED, cut(text, at)));
        }
        received.add(receive(REDACT_SENSITIVE, StreamMode.BALANCED, characters(text)));

        // Then
        assertThat(whole.text()).contains("Write it down: ", GuardedText.MASK).doesNotContain(secret);
        assertThat(received).containsOnly(whole);
    }

    @Test
    void shouldRedactWhatATenantsOwnRulesMatchWhereverItIsCut() {
        // Given
        TenantRules rules = TenantRules.compile(List.of(
                new TenantRule.Terms("projects", List.of("operation moonbeam"), true, Set.of()),
                new TenantRule.Expression("tickets", "tick-[0-9]{4,6}")));
        StreamDetector detector = StreamDetector.of(ENGINE, rules);
        String text = "We call it Operation Moonbeam; see TICK-12345 for more.";

        // When
        List<String> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            StreamGuard guard = new StreamGuard(detector, REDACT_SENSITIVE, StreamMode.BALANCED);
            String out = guard.append(CONTENT, text.substring(0, at)) + guard.append(CONTENT, text.substring(at));
            received.add(out + String.join("", guard.finishAll().values()));
        }

        // Then
        assertThat(received).containsOnly("We call it [redacted]; see [redacted] for more.");
    }
}
