package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.moderation.engine.TenantRule.Expression;
import io.tollgate.moderation.engine.TenantRule.Terms;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TenantRulesTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "we talk about Project Bluebird today | codenames | Project Bluebird",
                "we talk about pr0ject b1uebird today | codenames | pr0ject b1uebird",
                "我们说说蓝鸟计划吧 | codenames | 蓝鸟计划",
                "我们说说藍鳥計劃吧 | codenames | 藍鳥計劃",
                "see ticket abc-1234. | tickets | abc-1234",
                "see ticket ＡＢＣ-1234. | tickets | ＡＢＣ-1234",
            })
    void shouldFindRule(String text, String rule, String expected) {
        // Given
        TenantRules rules = TenantRules.compile(List.of(
                new Terms("codenames", List.of("Project Bluebird", "蓝鸟计划"), false, Set.of()),
                new Expression("tickets", "\\bABC-\\d{4}\\b")));

        // When
        Assessment assessment = ENGINE.assess(text, rules);

        // Then
        assertThat(assessment.rules()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(text.substring(finding.start(), finding.end())).isEqualTo(expected);
        });
        assertThat(assessment.flagged()).isFalse();
        assertThat(ENGINE.assess(text).rules()).isEmpty();
    }

    @Test
    void shouldHonourWordBoundariesAndAllowedPhrases() {
        // Given
        TenantRules rules =
                TenantRules.compile(List.of(new Terms("rivals", List.of("acme"), true, Set.of("acme street"))));

        // When
        List<Boolean> found = Stream.of("acme is cheap", "acmeist poetry", "meet me in Acme Street")
                .map(text -> !ENGINE.assess(text, rules).rules().isEmpty())
                .toList();

        // Then
        assertThat(found).containsExactly(true, false, false);
    }

    record Refusal(TenantRule rule, String problem) {}

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(terms("的"), "its term '的' matches "),
                new Refusal(terms("the"), "its term 'the' matches "),
                new Refusal(
                        new Expression("r", "."), "it matches 100.0 % of harmless texts, and may match 5 % at most"),
                new Refusal(new Expression("r", "[a-z]+"), "it matches 100.0 % of harmless texts"),
                new Refusal(new Expression("r", "x*"), "it matches the empty text"),
                new Refusal(new Expression("r", "(a"), "no regular expression of RE2: missing closing )"),
                new Refusal(new Expression("r", "(?=a)b"), "no regular expression of RE2"),
                new Refusal(
                        new Expression("r", "((a{100}){100}){100}"), "counted repetitions multiply to more than 10000"),
                new Refusal(new Expression("r", "a".repeat(1_001)), "more than 1000 characters"),
                new Refusal(terms("q"), "too short"),
                new Refusal(terms("\u200B"), "a term is empty"),
                new Refusal(terms("q".repeat(201)), "more than 200 characters"),
                new Refusal(new Terms("r", List.of(), true, Set.of()), "it has no terms"),
                new Refusal(new Terms("r", many(10_001), true, Set.of()), "more than 10000 terms"),
                new Refusal(new Terms("r", nested(33), true, Set.of()), "more than 32 terms end in each other"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseRuleSayingWhy(Refusal refusal) {
        // When
        var compiling = assertThatThrownBy(() -> TenantRules.compile(List.of(refusal.rule())));

        // Then
        compiling
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageStartingWith("rule 'r': ")
                .hasMessageContaining(refusal.problem());
    }

    @Test
    void shouldRefuseTheSameIdTwice() {
        // Given
        List<TenantRule> rules = List.of(terms("bluebird"), new Expression("r", "greenbird"));

        // When
        var compiling = assertThatThrownBy(() -> TenantRules.compile(rules));

        // Then
        compiling.isInstanceOf(InvalidRuleException.class).hasMessageContaining("another rule with this id");
    }

    @Test
    void shouldTakeTenThousandTerms() {
        // Given
        TenantRules rules = TenantRules.compile(List.of(new Terms("r", many(10_000), true, Set.of())));
        String text = String.join(" ", many(10_000));

        // When
        Assessment assessment = ENGINE.assess(text, rules);

        // Then
        assertThat(assessment.rules()).hasSize(Assessment.MAX_HITS);
    }

    @Test
    void shouldTakeMegabyteOfWhatExpressionsFear() {
        // Given: what makes engines that backtrack run for ever
        TenantRules rules = TenantRules.compile(List.of(
                new Expression("nested", "(q+)+z"),
                new Expression("choice", "(q|q)*z"),
                new Expression("far", "q.*y|qzz")));

        // When
        Assessment assessment = ENGINE.assess("q".repeat(1_000_000), rules);

        // Then
        assertThat(assessment.rules()).isEmpty();
    }

    /** Terms each of which ends with the one before. */
    private static List<String> nested(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "q".repeat(number + 3))
                .toList();
    }

    @Test
    void shouldKeepNoMoreMatchesThanTermsMayEndAtOnceForEachCharacter() {
        // Given
        TenantRules rules = TenantRules.compile(List.of(new Terms("r", nested(32), true, Set.of())));
        Scratch scratch = new Scratch();
        scratch.text().read("q".repeat(100_000));

        // When
        List<RuleFinding> found = rules.find(scratch);

        // Then: it is one stretched word
        assertThat(found).containsExactly(new RuleFinding("r", 0, 100_000));
        assertThat(scratch.matches().capacity()).isBetween(100_000, 2 * TenantRules.MAX_AT_ONCE * 100_000);
    }

    private static Terms terms(String term) {
        return new Terms("r", List.of(term), false, Set.of());
    }

    private static List<String> many(int count) {
        return IntStream.range(0, count).mapToObj(number -> "codeword" + number).toList();
    }
}
