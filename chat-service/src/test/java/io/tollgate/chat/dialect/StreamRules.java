package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.chat.testing.OpenAiSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the official clients rely on in a stream; each of them breaks on some violation. */
final class StreamRules {

    private final Set<Integer> roles = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private final Map<Integer, Integer> toolCalls = new HashMap<>();
    private final Map<String, String> arguments = new HashMap<>();
    private int usageChunks;

    private StreamRules() {}

    static void check(ArrayNode events) {
        new StreamRules().checkAll(events);
    }

    private void checkAll(ArrayNode events) {
        List<JsonNode> chunks = new ArrayList<>();
        events.forEach(chunks::add);
        JsonNode last = chunks.removeLast();
        if (last.has("error")) {
            assertThat(OpenAiSchemas.problems(OpenAiSchemas.ERROR, Json.text(last)))
                    .isEmpty();
            chunks.forEach(this::check);
            return;
        }
        assertThat(last.textValue()).as("the terminator").isEqualTo("[DONE]");
        chunks.forEach(this::check);
        assertThat(usageChunks).as("usage chunks").isEqualTo(1);
        assertThat(chunks.getLast().has("usage")).isTrue();
        assertThat(finished).as("finished choices").isEqualTo(roles);
        arguments.forEach((call, text) -> assertThat(RecordedExchange.tree(text.getBytes(StandardCharsets.UTF_8))
                        .isObject())
                .as(call)
                .isTrue());
    }

    private void check(JsonNode chunk) {
        assertThat(OpenAiSchemas.problems(OpenAiSchemas.CHUNK, Json.text(chunk)))
                .isEmpty();
        assertThat(chunk.has("error"))
                .as("an error key, even of null, is a failure")
                .isFalse();
        if (chunk.path("usage").isObject()) {
            usageChunks++;
            assertThat(chunk.path("choices")).as("choices beside usage").isEmpty();
            return;
        }
        assertThat(usageChunks).as("nothing follows the usage").isZero();
        assertThat(chunk.path("choices")).hasSize(1);
        checkChoice(chunk.path("choices").path(0));
    }

    private void checkChoice(JsonNode choice) {
        int index = choice.path("index").intValue();
        JsonNode delta = choice.path("delta");
        assertThat(finished).as("a finished choice is silent").doesNotContain(index);
        assertThat(delta.has("role")).as("the role comes first, and once").isEqualTo(roles.add(index));
        delta.path("tool_calls").forEach(call -> checkToolCall(index, call));
        if (choice.path("finish_reason").isTextual()) {
            finished.add(index);
        }
    }

    private void checkToolCall(int choice, JsonNode call) {
        int index = call.path("index").intValue();
        int known = toolCalls.getOrDefault(choice, 0);
        boolean isNew = index == known;
        assertThat(index).as("indexes are dense").isLessThanOrEqualTo(known);
        assertThat(call.has("id")).as("the id comes once").isEqualTo(isNew);
        assertThat(call.has("type")).as("the type comes once").isEqualTo(isNew);
        assertThat(call.path("function").has("name")).as("the name comes once").isEqualTo(isNew);
        if (isNew) {
            toolCalls.put(choice, known + 1);
        }
        arguments.merge(
                choice + "/" + index, call.path("function").path("arguments").textValue(), String::concat);
    }
}
