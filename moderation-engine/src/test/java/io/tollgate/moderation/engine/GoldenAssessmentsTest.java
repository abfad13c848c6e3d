package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamDetector;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.tollgate.moderation.engine.stream.StreamRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the engine says of some ten thousand texts, bit for bit, whole and in pieces: a change that is to make it faster changes
 * nothing of it. Where packs or weights change, it changes: the new lines are in {@code target/assessments.golden}, to be looked at
 * and committed with them.
 */
class GoldenAssessmentsTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final StreamGuard.Key CONTENT = new StreamGuard.Key(0, "content");
    private static final int MIXED = 3_000;
    private static final int LONGEST_PART = 120;
    private static final String ODD =
            "aeiou kilrnvv1!@$.-*_~`&#;%\\/<>{}()[]:=+0123456789\u0301\u200B\u0430\u0435\uFF41"
                    + "操你妈的死 色情\uD83D\uDE00\uD83D\uDC0E\0\uFEFF\n\t\r'\"";

    private static final StreamRules REDACT = new StreamRules() {
        @Override
        public Action category(Category category, double score) {
            return score >= Assessment.FLAG_THRESHOLD ? Action.REDACT : Action.ALLOW;
        }

        @Override
        public Action sensitive(SensitiveKind kind) {
            return Action.REDACT;
        }

        @Override
        public boolean mindsSensitive() {
            return true;
        }
    };

    @Test
    void shouldSayWhatItAlwaysSaid() throws IOException, NoSuchAlgorithmException {
        // Given
        List<String> expected = TestLines.of("assessments.golden");

        // When
        List<String> actual = new ArrayList<>(List.of(ENGINE.version()));
        for (Group group : groups()) {
            actual.add(group.name() + "\t" + group.texts().size() + "\t"
                    + digest(group.texts(), text -> described(ENGINE.assess(text))) + "\t"
                    + digest(group.texts(), GoldenAssessmentsTest::streamed));
        }
        Files.write(Files.createDirectories(Path.of("target")).resolve("assessments.golden"), actual);

        // Then
        assertThat(actual).isEqualTo(expected);
    }

    private record Group(String name, List<String> texts) {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (String resource : List.of("harmful-texts.txt", "hard-negatives.txt", "more-hard-negatives.txt")) {
            groups.add(new Group(resource, TestLines.of(resource)));
        }
        List<String> harmful = TestLines.of("harmful-texts.txt");
        Stream.concat(Transforms.all(), ChineseTransforms.all())
                .forEach(transform -> groups.add(new Group(
                        transform.name(),
                        harmful.stream()
                                .filter(text -> transform.applies(text, text.length()))
                                .map(text -> "so: " + transform.disguise().apply(text) + " , and on it goes")
                                .toList())));
        groups.add(new Group("mixed", mixed(groups)));
        return groups;
    }

    /** Parts of all of them, with characters of all kinds strewn between. */
    private static List<String> mixed(List<Group> groups) {
        SplittableRandom random = new SplittableRandom(11);
        List<String> pool =
                groups.stream().flatMap(group -> group.texts().stream()).toList();
        List<String> mixed = new ArrayList<>();
        for (int number = 0; number < MIXED; number++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(1, 8); part > 0; part--) {
                String from = pool.get(random.nextInt(pool.size()));
                int start = random.nextInt(from.length() + 1);
                text.append(from, start, Math.min(from.length(), start + random.nextInt(LONGEST_PART)));
                text.append(
                        String.valueOf(ODD.charAt(random.nextInt(ODD.length()))).repeat(random.nextInt(5)));
            }
            mixed.add(text.toString());
        }
        return mixed;
    }

    /** What is let go at which piece, and what is said of it in the end. */
    private static String streamed(String text) {
        StreamRules rules = text.length() % 2 == 0 ? StreamRules.BLOCK_FLAGGED : REDACT;
        StreamGuard guard = new StreamGuard(StreamDetector.of(ENGINE), rules, StreamMode.BALANCED);
        StringBuilder released = new StringBuilder();
        int length = 1 + text.length() % 7;
        for (int start = 0; start < text.length(); start += length) {
            released.append('|')
                    .append(guard.append(CONTENT, text.substring(start, Math.min(text.length(), start + length))));
        }
        return released.append('|')
                .append(guard.finishAll().values())
                .append(guard.isBlocked())
                .append(guard.findings().values().stream()
                        .map(GoldenAssessmentsTest::described)
                        .toList())
                .toString();
    }

    private static String described(Assessment assessment) {
        return assessment.scores().toString()
                + assessment.categories()
                + assessment.findings()
                + assessment.injection().score()
                + assessment.scannedCharacters();
    }

    private static String digest(List<String> texts, UnaryOperator<String> says) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String text : texts) {
            digest.update(says.apply(text).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
