package io.tollgate.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.chat.openai.Streams.Outcome;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerStreamTest {

    @Test
    void shouldRelayEventsByteForByteAndHoldTheTerminator() throws MalformedAnswerException {
        // Given
        String events =
                Streams.ROLE + ": keep-alive\n\n" + Streams.content("x") + "id: 1\nretry: 5\n\n" + Streams.finished();

        // When
        Outcome outcome = Streams.whole(events + Streams.DONE, true);

        // Then
        assertThat(outcome.relayed()).isEqualTo(events);
        assertThat(outcome.stream().isDone()).isTrue();
        assertThat(outcome.stream().closing()).hasToString(Streams.DONE);
    }

    @Test
    void shouldReleaseTheUsageChunkLastToAClientThatAsked() throws MalformedAnswerException {
        // Given
        String events = Streams.ROLE + Streams.content("x", ",\"usage\":null") + Streams.finished();

        // When
        Outcome outcome = Streams.whole(events + Streams.USAGE_CHUNK + Streams.DONE, true);

        // Then
        assertThat(outcome.relayed()).isEqualTo(events);
        assertThat(outcome.stream().closing()).hasToString(Streams.USAGE_CHUNK + Streams.DONE);
        assertThat(outcome.stream().facts().usage().orElseThrow().counts())
                .isEqualTo(Map.of(Meter.INPUT_UNCACHED, 9L, Meter.OUTPUT_TEXT, 2L));
    }

    @Test
    void shouldHideAllUsageFromAClientThatDidNotAsk() throws MalformedAnswerException {
        // Given
        String asked = Streams.ROLE
                + Streams.content("x", ",\"usage\":null")
                + Streams.finished()
                + Streams.USAGE_CHUNK
                + Streams.DONE;

        // When
        Outcome outcome = Streams.whole(asked, false);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + Streams.content("x") + Streams.finished());
        assertThat(outcome.stream().closing()).hasToString(Streams.DONE);
        assertThat(outcome.stream().facts().usage()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{\"a\":1,\"usage\":null}` | `{\"a\":1}`",
                "`{\"usage\":null,\"a\":1}` | `{\"a\":1}`",
                "`{\"a\":1 , \"usage\" : null , \"b\":2}` | `{\"a\":1  , \"b\":2}`",
                "`{\"usage\":null}` | `{}`"
            })
    void shouldCutNullUsageWithItsComma(String json, String expected) throws MalformedAnswerException {
        // When
        Outcome outcome = Streams.whole(Streams.ROLE + "data: " + json + "\n\n", false);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + "data: " + expected + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldMoveUsageOfAChunkWithChoicesIntoAFinalChunk(boolean clientWantsUsage) throws MalformedAnswerException {
        // Given
        String last = Streams.chunk("{\"content\":\"end\"}", "\"stop\"", ",\"usage\":" + Streams.USAGE);

        // When
        Outcome outcome = Streams.whole(Streams.ROLE + last + Streams.DONE, clientWantsUsage);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + Streams.chunk("{\"content\":\"end\"}", "\"stop\"", ""));
        assertThat(outcome.stream().closing())
                .hasToString(clientWantsUsage ? Streams.USAGE_CHUNK + Streams.DONE : Streams.DONE);
        assertThat(outcome.stream().facts().usage()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"\\\"usage\\\":null, \\\"error\\\"\"}",
                "{\"content\":\"usage\"}",
                "{\"content\":\"usage\",\"role\":\"error\"}",
                "{\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"usage\\\":{\\\"a\\\":1}}\"}}]}"
            })
    void shouldNotTouchUsageThatIsContent(String delta) throws MalformedAnswerException {
        // Given
        String event = Streams.chunk(delta, "null", "");

        // When
        Outcome outcome = Streams.whole(Streams.ROLE + event, false);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + event);
        assertThat(outcome.stream().facts().usage()).isEmpty();
        assertThat(outcome.stream().isFailed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"usage\":USAGE,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"usage\"}}]",
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"usage\"}}],\"usage\":USAGE",
                "\"usage\":USAGE,\"choices\":[{\"index\":0,\"delta\":{}}],\"x_groq\":{\"usage\":{\"queue_time\":1}}",
                "\"x_groq\":{\"usage\":{\"queue_time\":1}},\"choices\":[{\"index\":0,\"delta\":{}}],\"usage\":USAGE",
                "\"usage\":USAGE,\"choices\":[{\"index\":0,\"delta\":{}}],\"x_groq\":{\"usage\":null}"
            })
    void shouldFindTheAnswersOwnUsageAmongOthers(String members) throws MalformedAnswerException {
        // Given
        String event = "data: {" + members.replace("USAGE", Streams.USAGE) + "}\n\n";

        // When
        Outcome outcome = Streams.whole(Streams.ROLE + event, true);

        // Then
        assertThat(outcome.stream().facts().usage().orElseThrow().inputTokens()).isEqualTo(9);
        assertThat(outcome.relayed()).doesNotContain("prompt_tokens").contains("\"choices\"");
        assertThat(outcome.stream().closing()).hasToString(Streams.USAGE_CHUNK + Streams.DONE);
    }

    @Test
    void shouldGiveNothingAfterTheTerminator() throws MalformedAnswerException {
        // Given
        AnswerStream stream = new AnswerStream(false);

        // When
        Buffer relayed = stream.feed(Buffer.buffer(Streams.ROLE + Streams.DONE + Streams.content("late")));

        // Then
        assertThat(relayed).hasToString(Streams.ROLE);
        assertThat(stream.feed(Buffer.buffer(Streams.content("later")))).hasToString("");
        assertThat(stream.chunks()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"a\":\n\n",
                "data: nonsense\n\n",
                "data: [1]\n\n",
                "data:\n\n",
                "data: {\n\n",
                "dta {}\n\n",
                "event: x\nnonsense\n\n",
                "{\"a\":1}\n\n",
                "é\n\n"
            })
    void shouldRefuseAnEventThatIsNoObjectAfterWhatWasSound(String malformed) throws MalformedAnswerException {
        // Given
        AnswerStream stream = new AnswerStream(false);
        stream.feed(Buffer.buffer(Streams.ROLE));
        Buffer piece = Buffer.buffer(Streams.content("sound") + malformed + Streams.content("after"));

        // When
        MalformedAnswerException refusal = assertThrows(MalformedAnswerException.class, () -> stream.feed(piece));

        // Then
        assertThat(refusal.before()).hasToString(Streams.content("sound"));
        assertThat(refusal).hasMessageContaining("not a JSON object");
        assertThat(stream.chunks()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAFirstEventThatOnlyLooksLikeAnObject() {
        // Given
        AnswerStream stream = new AnswerStream(false);

        // When / Then
        assertThrows(MalformedAnswerException.class, () -> stream.feed(Buffer.buffer("data: {secret}\n\n")));
    }

    @Test
    void shouldRelayAProvidersErrorAndRememberIt() throws MalformedAnswerException {
        // Given
        String error =
                "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";

        // When
        Outcome outcome = Streams.whole(Streams.ROLE + error, false);

        // Then
        assertThat(outcome.relayed()).endsWith(error);
        assertThat(outcome.stream().isFailed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "\"\"", "{ }", "[]"})
    void shouldNotTakeAnEmptyErrorForOneAndCutIt(String nothing) throws MalformedAnswerException {
        // When
        Outcome outcome = Streams.whole(Streams.ROLE + Streams.content("x", ",\"error\":" + nothing), true);

        // Then
        assertThat(outcome.stream().isFailed()).isFalse();
        // SDKs take the key alone for a failure.
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + Streams.content("x"));
    }

    @Test
    void shouldRefuseAnEventLargerThanItsLimit() throws MalformedAnswerException {
        // Given
        AnswerStream stream = new AnswerStream(false);
        stream.feed(Buffer.buffer(Streams.ROLE + "data: {\"x\":\""));
        Buffer filler = Buffer.buffer(new byte[AnswerStream.EVENT_SIZE_MAX]);

        // When / Then
        assertThat(assertThrows(MalformedAnswerException.class, () -> stream.feed(filler)))
                .hasMessageContaining(Integer.toString(AnswerStream.EVENT_SIZE_MAX));
    }

    @Test
    void shouldCountFinishedChoices() throws MalformedAnswerException {
        // Given
        String two = "data: {\"choices\":[{\"index\":0,\"finish_reason\" : \"stop\"},"
                + "{\"index\":1,\"finish_reason\":null},{\"index\":2, \"finish_reason\":\t\"length\"}]}\n\n";

        // When
        Outcome outcome = Streams.whole(two, false);

        // Then
        assertThat(outcome.stream().isFinished(2)).isTrue();
        assertThat(outcome.stream().isFinished(3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{\"error\":null,\"a\":1,\"usage\":null}` | `{\"a\":1}`",
                "`{\"usage\" : null, \"error\" : null}` | `{}`",
                "`{\"a\":{\"error\":null},\"error\":null}` | `{\"a\":{\"error\":null}}`"
            })
    void shouldCutAnEmptyErrorAndNullUsageTogether(String json, String expected) throws MalformedAnswerException {
        // When
        Outcome outcome = Streams.whole(Streams.ROLE + "data: " + json + "\n\n", false);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + "data: " + expected + "\n\n");
        assertThat(outcome.stream().chunks()).isEqualTo(2);
    }

    @Test
    void shouldMoveUsageOfAChunkThatAlsoHasAnEmptyError() throws MalformedAnswerException {
        // Given
        String last = Streams.chunk("{}", "\"stop\"", ",\"error\":null,\"usage\":" + Streams.USAGE);

        // When
        Outcome outcome = Streams.whole(Streams.ROLE + last + Streams.DONE, true);

        // Then
        assertThat(outcome.relayed()).isEqualTo(Streams.ROLE + Streams.finished());
        assertThat(outcome.stream().closing()).hasToString(Streams.USAGE_CHUNK + Streams.DONE);
        assertThat(outcome.stream().isFinished(1)).isTrue();
        assertThat(outcome.stream().isFinished(2)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{\"content\":\"\"}` | 1",
                "`{\"content\":\"four\"}` | 1",
                "`{\"content\":\"exactly twenty chars\"}` | 5",
                "`{\"content\":\"twenty one characters\"}` | 6",
                "`{\"content\" : \"a quote \\\" and more\",\"role\":\"assistant\"}` | 5",
                "`{\"reasoning_content\":\"exactly twenty chars\"}` | 5",
                "`{\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"content\\\":\\\"x\\\"}\"}}]}` | 5",
                "`{\"content\":null},\"logprobs\":{\"content\":[{\"token\":\"not counted a second time\"}]}` | 1"
            })
    void shouldEstimateTokensByTheTextWhereAChunkCarriesMoreThanOne(String delta, long tokens)
            throws MalformedAnswerException {
        // When
        Outcome outcome = Streams.whole("data: {\"choices\":[{\"delta\":" + delta + "}]}\n\n", false);

        // Then
        assertThat(outcome.stream().outputTokens()).isEqualTo(tokens);
    }

    @Test
    void shouldNeverEstimateFewerTokensThanChunks() throws MalformedAnswerException {
        // When
        Outcome outcome = Streams.whole(Streams.ROLE + Streams.content("a") + Streams.content("b"), false);

        // Then
        assertThat(outcome.stream().outputTokens()).isEqualTo(3);
    }
}
