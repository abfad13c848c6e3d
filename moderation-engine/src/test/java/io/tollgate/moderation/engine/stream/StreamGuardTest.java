package io.tollgate.moderation.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Injection;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.OpenAssessment;
import io.tollgate.moderation.engine.Sighting;
import io.tollgate.moderation.engine.SubjectSet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamGuardTest {

    private static final StreamDetector DETECTOR = StreamDetector.of(ModerationEngine.load());
    private static final StreamGuard.Key CONTENT = new StreamGuard.Key(0, "content");
    private static final StreamGuard.Key REASONING = new StreamGuard.Key(0, "reasoning_content");

    /** Sees no term, and forbids any window of sentences that holds the word "dark". */
    private static final StreamDetector SENTENCES_ONLY = new StreamDetector() {
        @Override
        public OpenAssessment assessOpen(
                CharSequence text, int start, int end, boolean forSensitive, SubjectSet altering) {
            return new OpenAssessment(List.of(), List.of(), end - start, end - start);
        }

        @Override
        public List<Sighting> assessEnd(CharSequence text, int start, int end, boolean forSensitive) {
            return List.of();
        }

        @Override
        public int lookBehind() {
            return 0;
        }

        @Override
        public Assessment assessWhole(CharSequence sentences) {
            double score = sentences.toString().contains("dark") ? 1 : 0;
            return new Assessment(
                    Map.of(Category.VIOLENCE, score),
                    List.of(),
                    new Injection(0, List.of()),
                    List.of(),
                    List.of(),
                    sentences.length(),
                    sentences.length());
        }
    };

    private static StreamGuard guard(StreamMode mode) {
        return new StreamGuard(DETECTOR, StreamRules.BLOCK_FLAGGED, mode);
    }

    private static String feed(StreamGuard guard, StreamGuard.Key key, String text, int pieceLength) {
        StringBuilder received = new StringBuilder();
        for (int from = 0; from < text.length(); from += pieceLength) {
            received.append(guard.append(key, text.substring(from, Math.min(text.length(), from + pieceLength))));
        }
        return received.toString();
    }

    @Test
    void shouldHandOnAWholeTextAtOnceHoweverItEnds() {
        // Given: what in a stream might become a threat
        String whole = "I said that I will";
        StreamGuard guard = guard(StreamMode.STRICT);

        // When
        String received = guard.whole(CONTENT, whole);

        // Then
        assertThat(received).isSameAs(whole);
        assertThat(guard.isHolding(CONTENT)).isFalse();
        assertThat(guard.finishAll()).isEmpty();
    }

    @Test
    void shouldTakeAWholeTextForAPieceWhereItGoesOn() {
        // Given
        StreamGuard guard = guard(StreamMode.BALANCED);
        String first = guard.whole(CONTENT, "Say it: I will ki");

        // When
        String second = guard.whole(CONTENT, "ll you now");
        guard.finishAll();

        // Then: what was let go cannot be held back, but what follows is
        assertThat(first).isEqualTo("Say it: I will ki");
        assertThat(second).isEmpty();
        assertThat(guard.isBlocked()).isTrue();
    }

    @Test
    void shouldHandOnTheVeryPieceWhereNothingIsHeld() {
        // Given
        String piece = "Zebras graze quietly;";

        // When
        String out = guard(StreamMode.BALANCED).append(CONTENT, piece);

        // Then
        assertThat(out).isSameAs(piece);
    }

    @Test
    void shouldHoldBackOnlyWhatMayStillBecomeATerm() {
        // Given
        StreamGuard guard = guard(StreamMode.BALANCED);

        // When
        String first = guard.append(CONTENT, "The zebra wrote: fagg");
        String second = guard.append(CONTENT, "ed");
        guard.append(CONTENT, " zzz fag");
        String third = guard.append(CONTENT, "got, ");

        // Then
        assertThat(first).isEqualTo("The zebra wrote: ");
        assertThat(second).startsWith("fag");
        assertThat(third).isEmpty();
        assertThat(guard.isBlocked()).isTrue();
        assertThat(Objects.requireNonNull(guard.findings().get(CONTENT)).categories())
                .containsExactly(Category.HATE);
    }

    @Test
    void shouldGuardEveryTextOfEveryChoiceApart() {
        // Given
        StreamGuard guard = guard(StreamMode.BALANCED);
        StreamGuard.Key arguments = new StreamGuard.Key(1, "tool_calls/0/function/arguments");

        // When
        String content = guard.append(CONTENT, "fag");
        String reasoning = guard.append(REASONING, "got in ");
        String other = guard.append(arguments, "got in ");
        Map<StreamGuard.Key, String> rest = guard.finish(0);

        // Then
        assertThat(content).isEmpty();
        assertThat(reasoning).startsWith("got");
        assertThat(other).startsWith("got");
        assertThat(guard.isBlocked()).isTrue();
        assertThat(rest).doesNotContainKey(CONTENT);
        assertThat(guard.findings()).containsOnlyKeys(CONTENT);
    }

    @Test
    void shouldFindWhatIsSplitByAnotherText() {
        // Given
        StreamGuard guard = guard(StreamMode.BALANCED);

        // When
        String first = guard.append(REASONING, "you fag");
        guard.append(CONTENT, "Well");
        String second = guard.append(REASONING, "got");
        guard.finishAll();

        // Then
        assertThat(first + second).doesNotContain("fag");
        assertThat(guard.isBlocked()).isTrue();
    }

    @Test
    void shouldChangeNothingButReportWhereItOnlyAudits() {
        // Given
        StreamGuard guard = guard(StreamMode.AUDIT);
        String text = "those faggots again";

        // When
        String out = feed(guard, CONTENT, text, 1);
        Map<StreamGuard.Key, String> rest = guard.finishAll();

        // Then
        assertThat(out).isEqualTo(text);
        assertThat(rest).isEmpty();
        assertThat(guard.isBlocked()).isFalse();
        assertThat(Objects.requireNonNull(guard.findings().get(CONTENT)).flagged())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void shouldCutAfterTheSentenceThatOnlyTheWholeShows(int pieceLength) {
        // Given
        String bright = "Every day is bright. ".repeat(20);
        StreamGuard balanced = new StreamGuard(SENTENCES_ONLY, StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED);

        // When
        String out = feed(balanced, CONTENT, bright + "Now it is dark. " + bright, pieceLength);

        // Then
        assertThat(balanced.isBlocked()).isTrue();
        assertThat(out).startsWith(bright).hasSizeLessThan(bright.length() + 400);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void shouldNeverLetGoOfAnUnexaminedSentenceWhereItIsStrict(int pieceLength) {
        // Given
        String bright = "Every day is bright. ".repeat(20);
        StreamGuard strict = new StreamGuard(SENTENCES_ONLY, StreamRules.BLOCK_FLAGGED, StreamMode.STRICT);

        // When
        String out = feed(strict, CONTENT, bright + "Now it is dark. " + bright, pieceLength);

        // Then
        assertThat(strict.isBlocked()).isTrue();
        assertThat(bright).startsWith(out);
        assertThat(out.length()).isGreaterThan(bright.length() / 2);
    }

    @Test
    void shouldReleaseTheLastSentenceWithTheEndWhereItIsStrict() {
        // Given
        StreamGuard strict = guard(StreamMode.STRICT);

        // When
        String before = strict.append(CONTENT, "Zebras graze");
        Map<StreamGuard.Key, String> rest = strict.finishAll();

        // Then
        assertThat(before).isEmpty();
        assertThat(rest).containsEntry(CONTENT, "Zebras graze");
    }

    @Test
    void shouldNotBeHeldUpByWhatNoReaderSees() {
        // Given: a term stretched beyond what may be held
        StreamGuard guard = guard(StreamMode.BALANCED);

        // When
        String out = feed(guard, CONTENT, "fagg" + "\u200B".repeat(10_000) + "ots again", 500)
                + String.join("", guard.finishAll().values());

        // Then
        assertThat(out).startsWith("fagg\u200B").doesNotContain("ots");
        assertThat(guard.isBlocked()).isTrue();
    }

    @Test
    void shouldBlockAStreamOfTooManyTexts() {
        // Given
        StreamGuard guard = guard(StreamMode.BALANCED);
        for (int text = 0; text < StreamGuard.TEXTS_MAX; text++) {
            guard.append(new StreamGuard.Key(text, "content"), "Zebra");
        }

        // When
        String out = guard.append(new StreamGuard.Key(StreamGuard.TEXTS_MAX, "content"), "Zebra");

        // Then
        assertThat(out).isEmpty();
        assertThat(guard.isBlocked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StreamMode.class)
    void shouldTakeAMegabyteInOnePiece(StreamMode mode) {
        // Given
        StreamGuard guard = guard(mode);
        String text = "All is well. ".repeat(80_000);

        // When
        String out =
                guard.append(CONTENT, text) + String.join("", guard.finishAll().values());

        // Then
        assertThat(out).hasSameSizeAs(text).isEqualTo(text);
    }

    /** 10,000 streams, each in the middle of a long answer that holds something back. */
    @Test
    void shouldKeepTenThousandStreamsInAHundredMegabytes() {
        // Given
        long before = usedHeap();
        List<StreamGuard> guards = new ArrayList<>();

        // When
        for (int stream = 0; stream < 10_000; stream++) {
            StreamGuard guard = guard(StreamMode.BALANCED);
            feed(guard, CONTENT, "这是第" + stream + "个回答，内容很长。".repeat(60) + " fagg", 100);
            guards.add(guard);
        }
        long used = usedHeap() - before;

        // Then
        assertThat(guards).allMatch(guard -> guard.isHolding(CONTENT));
        assertThat(used).isLessThanOrEqualTo(100L * 1024 * 1024);
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
