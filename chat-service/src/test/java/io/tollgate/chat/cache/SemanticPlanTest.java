package io.tollgate.chat.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.SemanticCache;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which questions are compared with which. */
class SemanticPlanTest {

    private record Config() implements CacheConfig {
        @Override
        public Mode mode() {
            return Mode.DETERMINISTIC;
        }

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

    private static final Provider PROVIDER =
            new Provider("one", ProviderKind.OPENAI, URI.create("https://models.test"), Secret.of("sk-key"));
    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"Be brief.\"}";
    private static final String EARLIER =
            "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}";

    private final CachePolicy policy = new CachePolicy(new Config());

    private static SemanticRule rule(String embeddingModel) {
        return new SemanticRule(
                new SemanticCache("embedder", 0.95, 10),
                new Route("embedder", List.of(new Target(PROVIDER, embeddingModel))));
    }

    private Optional<SemanticPlan> plan(
            Operation operation, CacheDirective directive, String body, String identity, Optional<SemanticRule> rule) {
        return Optional.ofNullable(
                policy.plan(operation, directive, body.getBytes(StandardCharsets.UTF_8), false, identity, rule)
                        .semantic());
    }

    private Optional<SemanticPlan> plan(String body) {
        return plan(Operation.CHAT, CacheDirective.UNSAID, body, "project", Optional.of(rule("e-1")));
    }

    private static String body(String messages, String more) {
        return "{\"model\":\"m\",\"temperature\":0,\"messages\":[" + messages + "]" + more + "}";
    }

    private static String asking(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private String partition(String messages, String more) {
        return plan(body(messages, more)).orElseThrow().partition();
    }

    @Test
    void shouldCompareTheLastMessageWithOthersOfTheSameRequest() {
        // When
        SemanticPlan one =
                plan(body(SYSTEM + "," + asking("Who wrote Faust?"), "")).orElseThrow();
        SemanticPlan other = plan(body(SYSTEM + "," + asking("Faust was written by whom?"), ",\"user\":\"anna\""))
                .orElseThrow();

        // Then
        assertThat(one.text()).isEqualTo("Who wrote Faust?");
        assertThat(other.partition()).isEqualTo(one.partition());
    }

    @Test
    void shouldReadAMessageThatIsAListOfTexts() {
        // Given
        String parts = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Who\"},"
                + "{\"type\":\"text\",\"text\":\"wrote Faust?\"}]}";

        // When / Then
        assertThat(plan(body(parts, ""))).get().extracting(SemanticPlan::text).isEqualTo("Who\nwrote Faust?");
    }

    @Test
    void shouldNeverCompareWhatDiffersInAnythingElse() {
        // Given
        String question = asking("Who wrote Faust?");

        // When / Then
        assertThat(List.of(
                        partition(question, ""),
                        partition(SYSTEM + "," + question, ""),
                        partition(SYSTEM.replace("brief", "long") + "," + question, ""),
                        partition(EARLIER + "," + question, ""),
                        partition(EARLIER.replace("Hello", "Bye") + "," + question, ""),
                        partition(question, ",\"tools\":[]"),
                        partition(question, ",\"seed\":1"),
                        partition(question, ",\"response_format\":{\"type\":\"json_object\"}"),
                        partition(question.replace("{", "{\"name\":\"anna\","), ""),
                        partition("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Who?\"}]}", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNeverCompareAcrossProjectsOrEmbeddingModels() {
        // Given
        String body = body(asking("Who wrote Faust?"), "");

        // When
        String one = plan(body).orElseThrow().partition();
        String ofOtherProject = plan(Operation.CHAT, CacheDirective.UNSAID, body, "other", Optional.of(rule("e-1")))
                .orElseThrow()
                .partition();
        String ofOtherModel = plan(Operation.CHAT, CacheDirective.UNSAID, body, "project", Optional.of(rule("e-2")))
                .orElseThrow()
                .partition();

        // Then
        assertThat(List.of(one, ofOtherProject, ofOtherModel)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"role\":\"user\",\"content\":\" \"}",
                "{\"role\":\"assistant\",\"content\":\"Hello\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]},{\"role\":\"user\",\"content\":\"Hi\"}",
                "{\"role\":\"user\",\"content\":\"Weather?\"},{\"role\":\"tool\",\"content\":\"Rain\"}",
                "\"Hi\""
            })
    void shouldCompareNothingWhoseWordsDoNotSayAll(String messages) {
        // When / Then
        assertThat(plan(body(messages, ""))).isEmpty();
    }

    @Test
    void shouldCompareNothingThatTheExactCacheLeavesAlone() {
        // Given
        String body = body(asking("Who wrote Faust?"), "");
        Optional<SemanticRule> rule = Optional.of(rule("e-1"));

        // When / Then
        assertThat(plan(body.replace("\"temperature\":0", "\"temperature\":1"))).isEmpty();
        assertThat(plan(Operation.CHAT, CacheDirective.REFRESH, body, "project", rule))
                .isEmpty();
        assertThat(plan(Operation.COMPLETION, CacheDirective.ON, body, "project", rule))
                .isEmpty();
        assertThat(plan(Operation.CHAT, CacheDirective.ON, body, "project", Optional.empty()))
                .isEmpty();
    }
}
