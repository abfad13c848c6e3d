package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.dialect.anthropic.MessagesToAnthropic;
import io.tollgate.chat.dialect.messages.ModelName;
import io.tollgate.chat.dialect.messages.OpenAiToMessages;
import io.tollgate.chat.dialect.messages.OpenAiToMessagesStream;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.openai.AnswerReader;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's clients before Anthropic itself: what one says is what the other hears. */
class CarriedMessagesTest {

    private static final Path RECORDED = Path.of("src/test/resources/dialect/messages");

    private final MessagesToAnthropic translator = new MessagesToAnthropic(
            new CallTerms("claude-x", true, false, "call-1", 1_700_000_000, 4_096),
            Map.of("anthropic-beta", "new-thing"));

    private final OpenAiToMessagesStream client = new OpenAiToMessagesStream();
    private final AnswerStream scanner = new AnswerStream(true);

    private static String recorded(String file) throws IOException {
        return Files.readString(RECORDED.resolve(file));
    }

    /** On its way through the gateway, in pieces of so many bytes, without the terminator. */
    private String relayed(String stream, int size) throws UntranslatableAnswerException, MalformedAnswerException {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        StringBuilder relayed = new StringBuilder();
        for (int from = 0; from < bytes.length; from += size) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
            Buffer events = scanner.feed(Buffer.buffer(translator.piece(piece)));
            relayed.append(text(client.translate(events.getBytes())));
        }
        return relayed.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000_000})
    void shouldGiveEveryEventToTheClientAsItIs(int size) throws Exception {
        // Given
        String stream = recorded("stream.sse");
        int terminator = stream.indexOf("event: message_stop");

        // When
        String relayed = relayed(stream, size);

        // Then
        assertThat(relayed).isEqualTo(stream.substring(0, terminator));
        assertThat(scanner.isDone()).isTrue();
        assertThat(text(client.translate(scanner.closing().getBytes()))).isEqualTo(stream.substring(terminator));
    }

    @Test
    void shouldMeterAStreamThatItRelays() throws Exception {
        // When
        relayed(recorded("stream.sse"), 1_000_000);

        // Then
        AnswerFacts facts = scanner.facts();
        assertThat(facts.id()).isEqualTo("msg_01");
        assertThat(facts.model()).isEqualTo("claude-x-1");
        assertConsumed(facts.usage().orElseThrow());
        assertThat(scanner.outputTokens()).isGreaterThan(10);
    }

    private static void assertConsumed(Usage usage) {
        assertThat(usage.count(Meter.INPUT_UNCACHED)).hasValue(12);
        assertThat(usage.count(Meter.INPUT_CACHED)).hasValue(30);
        assertThat(usage.count(Meter.CACHE_WRITE_5M)).hasValue(5);
        assertThat(usage.outputTokens()).isEqualTo(40);
    }

    @Test
    void shouldGiveAMessageToTheClientAsItIsAndMeterIt() throws Exception {
        // Given
        String message = recorded("message.json");
        AnswerFacts facts = new AnswerFacts();

        // When
        byte[] answer = translator.answer(message.getBytes(StandardCharsets.UTF_8));

        // Then
        AnswerReader.read(answer, 0, answer.length, facts);
        assertThat(text(OpenAiToMessages.translate(answer))).isEqualTo(message);
        assertConsumed(facts.usage().orElseThrow());
    }

    @Test
    void shouldGiveTheTextThatPassedTheGuardAndKeepWhatIsUnknown() throws Exception {
        // Given
        String message = recorded("message.json");
        String answer = text(translator.answer(message.getBytes(StandardCharsets.UTF_8)));

        // When
        String changed = text(OpenAiToMessages.translate(
                answer.replaceFirst("The sky is blue", "The sky is [hidden]").getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(changed)
                .contains("The sky is [hidden] ☁", "\"container\":{\"id\":\"c_1\"}", "\"signature\":\"EqQBCgIYAhIM\"")
                .doesNotContain("The sky is blue");
    }

    @Test
    void shouldGiveTheTextOfAStreamThatPassedTheGuardAndKeepWhatIsUnknown() throws Exception {
        // Given
        String chunks = text(translator.piece(recorded("stream.sse").getBytes(StandardCharsets.UTF_8)));

        // When
        String changed = text(client.translate(chunks.replace("\"content\":\"The sky is \"", "\"content\":\"A sky \"")
                .getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(changed)
                .contains("\"text\":\"A sky \"", "\"new_field\":[1,2.5]", "\"text\":\"blue ☁\"")
                .doesNotContain("The sky is ")
                .endsWith("{\"type\":\"message_stop\",\"invocation_metrics\":{\"latency\":5}}\n\n");
    }

    @Test
    void shouldNeverTakeAStreamThatWasCutOffForComplete() throws Exception {
        // Given
        String stream = recorded("stream.sse");
        relayed(stream.substring(0, stream.indexOf("event: message_delta")), 1_000_000);

        // When
        Buffer last = scanner.feed(Buffer.buffer(translator.ended()));

        // Then
        assertThat(scanner.isFailed()).isTrue();
        assertThat(scanner.isDone()).isFalse();
        assertThat(text(client.translate(last.getBytes())))
                .startsWith("event: error\ndata: {\"type\":\"error\"")
                .doesNotContain("message_stop");
    }

    @Test
    void shouldRelayAnErrorWithinTheStreamAsItIs() throws Exception {
        // Given
        String stream = recorded("stream.sse");
        String error = "event: error\n"
                + "data:"
                + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"x\":1}\n\n";

        // When
        String relayed = relayed(stream.substring(0, stream.indexOf("event: ping")) + error, 1_000_000);

        // Then
        assertThat(relayed).endsWith(error);
        assertThat(scanner.isFailed()).isTrue();
    }

    @Test
    void shouldSendTheRequestByteForByteButForTheModel() {
        // Given
        String body = "{ \"max_tokens\":10, \"model\" : \"gate/\\u0063laude\" , \"messages\":[{\"role\":\"user\","
                + "\"content\":\"my model\",\"model\":\"inner\"}],\"new\": {\"model\":1.0}}";

        // When
        DialectRequest request =
                translator.request(ModelName.replaced(body.getBytes(StandardCharsets.UTF_8), "claude-x"));

        // Then
        assertThat(text(request.body())).isEqualTo(body.replace("\"gate/\\u0063laude\"", "\"claude-x\""));
        assertThat(request.path()).isEqualTo("/messages");
        assertThat(request.headers())
                .containsEntry("anthropic-beta", "new-thing")
                .containsEntry("anthropic-version", "2023-06-01");
    }
}
