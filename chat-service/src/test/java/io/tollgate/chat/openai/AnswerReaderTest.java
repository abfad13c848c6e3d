package io.tollgate.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static AnswerFacts facts(String json) throws IOException {
        AnswerFacts facts = new AnswerFacts();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        AnswerReader.read(bytes, 0, bytes.length, facts);
        return facts;
    }

    private static Usage usage(String members) throws IOException {
        return facts("{\"usage\":{" + members + "}}").usage().orElseThrow();
    }

    @Test
    void shouldReadWhoAnswered() throws IOException {
        // When
        AnswerFacts facts = facts("{\"id\":\"c-1\",\"model\":\"m-1\",\"service_tier\":\"flex\",\"choices\":[{},{}]}");

        // Then
        assertThat(facts.id()).isEqualTo("c-1");
        assertThat(facts.model()).isEqualTo("m-1");
        assertThat(facts.serviceTier()).isEqualTo("flex");
        assertThat(facts.usage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \"", "null", "7", "{\"a\":[]}", "\"\\ud800\""})
    void shouldNotTakeANameThatNoEventCanCarry(String value) throws IOException {
        // When
        AnswerFacts facts = facts("{\"id\":" + value + ",\"model\":" + value + ",\"service_tier\":" + value + "}");

        // Then
        assertThat(facts.id()).isNull();
        assertThat(facts.model()).isNull();
        assertThat(facts.serviceTier()).isNull();
    }

    @Test
    void shouldSplitPromptAndCompletionIntoDisjointMeters() throws IOException {
        // When
        Usage usage = usage("\"prompt_tokens\":100,\"completion_tokens\":50,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":30,\"cache_write_tokens\":20,\"audio_tokens\":10},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":35,\"audio_tokens\":5}");

        // Then
        assertThat(usage.counts())
                .isEqualTo(Map.of(
                        Meter.INPUT_UNCACHED, 40L,
                        Meter.INPUT_CACHED, 30L,
                        Meter.CACHE_WRITE_5M, 20L,
                        Meter.INPUT_AUDIO, 10L,
                        Meter.OUTPUT_TEXT, 10L,
                        Meter.OUTPUT_REASONING, 35L,
                        Meter.OUTPUT_AUDIO, 5L));
    }

    @Test
    void shouldCutDetailsThatClaimMoreThanTheirTotal() throws IOException {
        // When
        Usage usage = usage("\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":8,\"audio_tokens\":9},"
                + "\"completion_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":99}");

        // Then
        assertThat(usage.counts())
                .isEqualTo(Map.of(
                        Meter.INPUT_CACHED, 8L,
                        Meter.INPUT_AUDIO, 2L,
                        Meter.INPUT_UNCACHED, 0L,
                        Meter.OUTPUT_REASONING, 3L,
                        Meter.OUTPUT_TEXT, 0L));
    }

    @Test
    void shouldKeepAReportedZeroApartFromAnAbsentCount() throws IOException {
        // When
        Usage usage = usage("\"prompt_tokens\":0,\"prompt_tokens_details\":null");

        // Then
        assertThat(usage.counts()).isEqualTo(Map.of(Meter.INPUT_UNCACHED, 0L));
        assertThat(usage.count(Meter.OUTPUT_TEXT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"usage\":null}",
                "{\"usage\":[1,{\"prompt_tokens\":3}]}",
                "{\"usage\":\"9\"}",
                "{\"usage\":{}}",
                "{\"usage\":{\"prompt_tokens\":-1}}",
                "{\"usage\":{\"prompt_tokens\":\"9\"}}",
                "{\"usage\":{\"prompt_tokens\":9.5}}",
                "{\"usage\":{\"prompt_tokens\":1000000001}}",
                "{\"usage\":{\"prompt_tokens\":99999999999999999999999}}",
                "{\"choices\":[{\"usage\":{\"prompt_tokens\":3}}]}"
            })
    void shouldReportNoUsageWhereNoneIsGiven(String json) throws IOException {
        // When
        AnswerFacts facts = facts(json);

        // Then
        assertThat(facts.usage()).isEmpty();
    }

    @Test
    void shouldKeepTheLargestOfCountsThatGrow() throws IOException {
        // Given
        AnswerFacts facts = new AnswerFacts();

        // When
        for (int tokens : new int[] {1, 5, 3}) {
            byte[] json = ("{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            AnswerReader.read(json, 0, json.length, facts);
        }

        // Then
        assertThat(facts.usage().orElseThrow().outputTokens()).isEqualTo(5);
    }

    @Test
    void shouldSayWhereUsageStandsWithinTheGivenBytes() throws IOException {
        // Given
        String before = "xx";
        String json = "{\"a\":\"é漢\", \"usage\" : {\"prompt_tokens\":1} ,\"error\":{\"x\":1},\"choices\":[1,[2],{}]}";
        byte[] bytes = (before + json).getBytes(StandardCharsets.UTF_8);

        // When
        AnswerReader.Shape shape = AnswerReader.read(bytes, 2, bytes.length - 2, new AnswerFacts());

        // Then
        String object = new String(
                bytes, 2 + shape.usageStart(), shape.usageEnd() - shape.usageStart(), StandardCharsets.UTF_8);
        assertThat(object).isEqualTo("{\"prompt_tokens\":1}");
        assertThat(new String(bytes, 2 + shape.usageKey(), 7, StandardCharsets.UTF_8))
                .isEqualTo("\"usage\"");
        assertThat(shape.choices()).isEqualTo(3);
        assertThat(shape.error()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{\"a\":}", "{\"usage\":{\"prompt_tokens\":1}", "<html>"})
    void shouldRefuseWhatIsNoObject(String notAnObject) {
        // When / Then
        assertThrows(IOException.class, () -> facts(notAnObject));
    }
}
