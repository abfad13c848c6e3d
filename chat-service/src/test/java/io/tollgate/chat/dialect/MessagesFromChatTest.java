package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.messages.OpenAiToMessages;
import io.tollgate.chat.dialect.messages.OpenAiToMessagesStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out of every provider's dialect must also be sayable as a message, whole and as a stream of events. */
class MessagesFromChatTest {

    static List<RecordedExchange> streams() {
        return of("chunks");
    }

    static List<RecordedExchange> answers() {
        return of("completion").stream()
                .filter(exchange -> !exchange.content().path("completion").has("error"))
                .toList();
    }

    private static List<RecordedExchange> of(String section) {
        return RecordedExchange.all().stream()
                .filter(exchange -> exchange.has(section))
                // Messages have one choice, and no older form of tools.
                .filter(exchange -> !exchange.toString().matches(".*(two-choices|legacy-functions)"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void shouldStreamEventsThatAnthropicsClientsUnderstand(RecordedExchange exchange)
            throws UntranslatableAnswerException {
        // Given
        JsonNode chunks = exchange.content().path("chunks");

        // When
        List<JsonNode> events = translated(chunks);

        // Then
        assertThat(events.getFirst().path("type").textValue()).isEqualTo("message_start");
        boolean failed = chunks.path(chunks.size() - 1).has("error");
        assertThat(events.getLast().path("type").textValue()).isEqualTo(failed ? "error" : "message_stop");
        Set<Integer> open = new HashSet<>();
        int blocks = 0;
        for (JsonNode event : events) {
            int index = event.path("index").asInt();
            switch (event.path("type").textValue()) {
                case "content_block_start" -> {
                    assertThat(index).as("blocks are numbered in order").isEqualTo(blocks++);
                    open.add(index);
                }
                case "content_block_delta" -> assertThat(open).as("open blocks").contains(index);
                case "content_block_stop" -> assertThat(open.remove(index)).isTrue();
                case "message_delta" -> assertThat(open).as("open blocks").isEmpty();
                default -> assertThat(event.path("type").textValue()).isIn("message_start", "message_stop", "error");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void shouldSayTheSameWholeAndStreamed(RecordedExchange exchange) throws UntranslatableAnswerException {
        // Given
        List<JsonNode> events =
                exchange.has("chunks") ? translated(exchange.content().path("chunks")) : List.of();

        // When
        JsonNode message = RecordedExchange.tree(OpenAiToMessages.translate(exchange.bytes("completion")));

        // Then
        assertThat(message.path("type").textValue()).isEqualTo("message");
        if (!exchange.toString().equals("gemini refusal") && !events.isEmpty()) {
            JsonNode end = events.get(events.size() - 2);
            assertThat(end.path("delta").path("stop_reason")).isEqualTo(message.path("stop_reason"));
            assertThat(inputs(events)).isEqualTo(inputs(message));
            assertThat(end.path("usage")).isEqualTo(message.path("usage"));
        }
    }

    private static List<JsonNode> inputs(JsonNode message) {
        List<JsonNode> inputs = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            if ("tool_use".equals(block.path("type").textValue())) {
                inputs.add(block.path("input"));
            }
        }
        return inputs;
    }

    private static List<JsonNode> inputs(List<JsonNode> events) {
        TreeMap<Integer, String> texts = new TreeMap<>();
        for (JsonNode event : events) {
            if (event.path("delta").has("partial_json")) {
                texts.merge(
                        event.path("index").asInt(),
                        event.path("delta").path("partial_json").textValue(),
                        String::concat);
            }
        }
        return texts.values().stream()
                .map(text -> RecordedExchange.tree(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<JsonNode> translated(JsonNode chunks) throws UntranslatableAnswerException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (JsonNode chunk : chunks) {
            String data = chunk.isTextual() ? chunk.textValue() : Json.text(chunk);
            stream.writeBytes(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        List<JsonNode> events = new ArrayList<>();
        new String(new OpenAiToMessagesStream().translate(stream.toByteArray()), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data: "))
                .forEach(line ->
                        events.add(RecordedExchange.tree(line.substring(6).getBytes(StandardCharsets.UTF_8))));
        return events;
    }
}
