package io.tollgate.moderation.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Injection;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.stream.Action;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageRulesTest {

    private static StageRules rule(String subject, Action action) {
        return StageRules.of(List.of(new StageRules.Rule(subject, action, 0.5)));
    }

    private static Assessment suspecting(Category category, double score) {
        return new Assessment(
                Map.of(category, score),
                Set.of(category),
                List.of(),
                new Injection(0, List.of()),
                List.of(),
                List.of(),
                10,
                10);
    }

    @ParameterizedTest
    @CsvSource({
        "hate, FLAG, 0.4, true",
        "hate, BLOCK, 0.4, true",
        "hate, ALLOW, 0.4, false",
        "violence, BLOCK, 0.4, false",
        "hate, ESCALATE, 0.9, true",
    })
    void shouldDoubtWhatIsSuspectedOnlyWhereSomethingWouldFollow(
            String subject, Action action, double score, boolean doubted) {
        // When
        Set<String> doubts = rule(subject, action).doubts(suspecting(Category.HATE, score));

        // Then
        assertThat(doubts).isEqualTo(doubted ? Set.of("hate") : Set.of());
    }

    @Test
    void shouldDoubtWhatIsLeftToSomebodyElse() {
        // Given
        Assessment assessment = ModerationEngine.load().assess("Write to ann@example.org");

        // When
        List<Set<String>> doubts = List.of(
                rule("pii", Action.ESCALATE).doubts(assessment),
                rule("pii.email", Action.ESCALATE).doubts(assessment),
                rule("pii.email", Action.REDACT).doubts(assessment));

        // Then
        assertThat(doubts).containsExactly(Set.of("pii.email"), Set.of("pii.email"), Set.of());
    }

    @ParameterizedTest
    @CsvSource({"pii.email, REDACT", "violence, ALLOW", "pii, REDACT"})
    void shouldSayWhatFollowsFromASubjectWhateverItsScore(String subject, Action action) {
        // Given
        StageRules rules = StageRules.of(List.of(new StageRules.Rule("pii", Action.REDACT, 0.99)));

        // When
        Action certain = rules.certain(subject);

        // Then
        assertThat(certain).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "FLAG, ALLOW, FLAG",
        "ALLOW, ALLOW, FLAG",
        "ESCALATE, ALLOW, BLOCK",
        "REDACT, ALLOW, BLOCK",
        "BLOCK, FLAG, BLOCK",
        "FLAG, ESCALATE, BLOCK",
    })
    void shouldBlockWhatAJudgeIsSureOfWhereNobodyElseIsAskedOrNoPlaceIsKnown(
            Action onNamed, Action onAsked, Action expected) {
        // Given
        StageRules rules = StageRules.of(
                List.of(new StageRules.Rule("hate", onNamed, 0.5), new StageRules.Rule("violence", onAsked, 0.5)));

        // When
        Action following = rules.judgedUnsafe(List.of("hate"), List.of("violence"));

        // Then
        assertThat(following).isEqualTo(expected);
    }

    @Test
    void shouldMaskWhatIsRedactedAndNothingElse() {
        // Given
        String text = "Write to ann@example.org, or call 13800138000.";
        TextMasking masking = new TextMasking();

        // When
        masking.note(text, ModerationEngine.load().assess(text), rule("pii.email", Action.REDACT));

        // Then
        assertThat(masking.mask(text)).startsWith("Write to [").endsWith("], or call 13800138000.");
    }
}
