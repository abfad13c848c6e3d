package io.tollgate.chat.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private record Config(Mode mode) implements CacheConfig {
        @Override
        public Duration life() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int requestSizeMax() {
            return 1_000;
        }

        @Override
        public int answerSizeMax() {
            return 1_000;
        }

        @Override
        public Duration comparisonBudget() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }
    }

    private final CachePolicy policy = new CachePolicy(new Config(CacheConfig.Mode.DETERMINISTIC));

    private CachePlan plan(String members, CacheDirective directive) {
        return policy.plan(Operation.CHAT, directive, body(members), false, "identity", Optional.empty());
    }

    private static byte[] body(String members) {
        return ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
    }

    private String fingerprint(String members) {
        return Objects.requireNonNull(plan(members, CacheDirective.ON).fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"temperature\":0|true",
                "\"temperature\":0.0|true",
                "\"seed\":7|true",
                "\"temperature\":0.1|false",
                "\"temperature\":null|false",
                "\"seed\":null|false",
                "\"top_p\":0.5|false",
                "\"temperature\":0,\"web_search_options\":{}|false"
            })
    void shouldConcernOnlyRequestsThatAskForTheSameAnswerEveryTime(String member, boolean concerned) {
        // When
        CachePlan plan = plan(MESSAGES + "," + member, CacheDirective.UNSAID);

        // Then
        assertThat(plan.asked() != null).isEqualTo(concerned);
    }

    @Test
    void shouldDoAsTheClientAsks() {
        // When / Then
        assertThat(plan(MESSAGES, CacheDirective.ON).asked()).isNotNull();
        assertThat(plan(MESSAGES, CacheDirective.REFRESH).asked()).isNull();
        assertThat(plan(MESSAGES, CacheDirective.REFRESH).fingerprint()).isNotNull();
        assertThat(policy.mayConcern(Operation.CHAT, CacheDirective.OFF, 10)).isFalse();
    }

    @Test
    void shouldDoNothingWhereTheOperatorTurnedItOff() {
        // Given
        CachePolicy off = new CachePolicy(new Config(CacheConfig.Mode.OFF));
        CachePolicy asked = new CachePolicy(new Config(CacheConfig.Mode.ASKED));

        // When / Then
        assertThat(off.mayConcern(Operation.CHAT, CacheDirective.ON, 10)).isFalse();
        assertThat(asked.mayConcern(Operation.CHAT, CacheDirective.UNSAID, 10)).isFalse();
        assertThat(asked.mayConcern(Operation.CHAT, CacheDirective.ON, 10)).isTrue();
    }

    @Test
    void shouldLeaveLargeRequestsAndThoseWithSideEffectsAlone() {
        // When / Then
        assertThat(policy.mayConcern(Operation.CHAT, CacheDirective.ON, 1_001)).isFalse();
        assertThat(policy.mayConcern(Operation.SPEECH, CacheDirective.ON, 10)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MESSAGES + ",\"top_p\":0.50",
                "\"top_p\":5e-1 , " + MESSAGES,
                "\"messages\":[{\"content\":\"h\\u0069\",\"role\":\"user\"}],\"top_p\":0.5",
                MESSAGES + ",\"top_p\":0.5,\"user\":\"anna\"",
                MESSAGES + ",\"top_p\":0.5,\"stream\":true,\"stream_options\":{\"include_usage\":true}",
                MESSAGES + ",\"top_p\":0.5,\"metadata\":{\"team\":\"search\"}"
            })
    void shouldTakeForTheSameWhatSaysTheSame(String members) {
        // When / Then
        assertThat(fingerprint(members)).isEqualTo(fingerprint(MESSAGES + ",\"top_p\":0.5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MESSAGES + ",\"top_p\":0.51",
                MESSAGES + ",\"top_p\":\"0.5\"",
                MESSAGES + ",\"top_p\":0.5,\"tools\":[]",
                MESSAGES + ",\"top_p\":0.5,\"unknown_to_us\":1",
                MESSAGES + ",\"top_p\":0.5,\"stop\":null",
                "\"messages\":[{\"role\":\"user\",\"content\":\"hi \"}],\"top_p\":0.5",
                "\"messages\":[{\"role\":\"system\",\"content\":\"hi\"}],\"top_p\":0.5",
                "\"messages\":[{\"role\":\"user\",\"content\":\"hi\",\"user\":\"x\"}],\"top_p\":0.5",
                "\"messages\":[[{\"role\":\"user\",\"content\":\"hi\"}]],\"top_p\":0.5"
            })
    void shouldTakeForAnotherWhatMayBeAnsweredOtherwise(String members) {
        // When / Then
        assertThat(fingerprint(members)).isNotEqualTo(fingerprint(MESSAGES + ",\"top_p\":0.5"));
    }

    @Test
    void shouldTellTenantsAndRoutesApart() {
        // Given
        byte[] body = body(MESSAGES);

        // When
        CachePlan one = policy.plan(
                Operation.CHAT, CacheDirective.ON, body, false, "project-1\nsmall\nopenai/a", Optional.empty());
        CachePlan other = policy.plan(
                Operation.CHAT, CacheDirective.ON, body, false, "project-2\nsmall\nopenai/a", Optional.empty());

        // Then
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void shouldKeepStreamedAndPlainAnswersApartWhereOneCannotBecomeTheOther() {
        // Given
        byte[] body = body("\"prompt\":\"hi\"");

        // When
        CachePlan plain =
                policy.plan(Operation.COMPLETION, CacheDirective.ON, body, false, "identity", Optional.empty());
        CachePlan streamed =
                policy.plan(Operation.COMPLETION, CacheDirective.ON, body, true, "identity", Optional.empty());

        // Then
        assertThat(plain.fingerprint()).isNotEqualTo(streamed.fingerprint());
    }

    @Test
    void shouldBypassWhatIsAmbiguous() {
        // When / Then
        assertThat(plan(MESSAGES + ",\"logit_bias\":{\"1\":1,\"1\":2}", CacheDirective.ON))
                .isEqualTo(CachePlan.BYPASS);
    }

    @ParameterizedTest
    @CsvSource({
        ", , UNSAID",
        "on, , ON",
        "ON, , ON",
        "refresh, , REFRESH",
        "off, , OFF",
        "maybe, , UNSAID",
        ", no-store, OFF",
        ", 'max-age=0, no-cache', REFRESH",
        "on, no-store, OFF",
        "off, no-cache, OFF",
        ", max-age=60, UNSAID"
    })
    void shouldFollowTheStricterOfTwoHeaders(String own, String standard, CacheDirective directive) {
        // When / Then
        assertThat(CacheDirective.of(own, standard)).isEqualTo(directive);
    }
}
