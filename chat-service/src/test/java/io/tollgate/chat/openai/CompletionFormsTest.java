package io.tollgate.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream made of a plain answer, and a plain answer made of a stream. */
class CompletionFormsTest {

    private static final String HEAD = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
            + "\"model\":\"gpt-4o\",\"choices\":[";
    private static final String TAIL = "],\"service_tier\":\"default\",\"usage\":{\"prompt_tokens\":3,"
            + "\"completion_tokens\":2,\"total_tokens\":5}}";
    private static final String CALL =
            "{\"id\":\"call_%d\",\"type\":\"function\",\"function\":{\"name\":\"weather\"," + "\"arguments\":\"%s\"}}";

    private static String choice(int index, String message, String finishReason) {
        return "{\"index\":" + index + ",\"message\":{\"role\":\"assistant\"," + message + "},\"logprobs\":null,"
                + "\"finish_reason\":\"" + finishReason + "\"}";
    }

    private static List<JsonObject> chunks(Buffer events) {
        return events.toString()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> new JsonObject(line.substring("data: ".length())))
                .toList();
    }

    private static JsonObject delta(JsonObject chunk) {
        return chunk.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"content\":\"Hello, \\\"wörld\\\"\",\"refusal\":null",
                "\"content\":null,\"refusal\":\"I must not.\"",
                "\"content\":\"\",\"refusal\":null",
                "\"content\":\"x\",\"refusal\":null,\"reasoning_content\":\"because\"",
                "\"content\":\"x\",\"refusal\":null,\"annotations\":[{\"type\":\"url_citation\"}]"
            })
    void shouldComeBackToTheSameAnswer(String message) {
        // Given
        Buffer plain = Buffer.buffer(HEAD + choice(0, message, "stop") + TAIL);

        // When
        JsonObject back = JoinedCompletion.of(ChunkedCompletion.of(plain)).toJsonObject();

        // Then
        assertThat(back).isEqualTo(plain.toJsonObject());
    }

    @Test
    void shouldComeBackToTheSameCallsAndChoices() {
        // Given
        String calls = "\"content\":null,\"refusal\":null,\"tool_calls\":["
                + CALL.formatted(1, "{\\\"city\\\":\\\"Bern\\\"}") + "," + CALL.formatted(2, "") + "]";
        Buffer plain = Buffer.buffer(HEAD + choice(0, calls, "tool_calls") + ","
                + choice(1, "\"content\":\"no\",\"refusal\":null", "length") + TAIL);

        // When
        JsonObject back = JoinedCompletion.of(ChunkedCompletion.of(plain)).toJsonObject();

        // Then
        assertThat(back).isEqualTo(plain.toJsonObject());
    }

    @Test
    void shouldStreamAsProvidersDo() {
        // Given
        String calls = "\"content\":null,\"tool_calls\":[" + CALL.formatted(1, "{}") + "]";

        // When
        Buffer events = ChunkedCompletion.of(Buffer.buffer(HEAD + choice(0, calls, "tool_calls") + TAIL));

        // Then
        List<JsonObject> chunks = chunks(events);
        assertThat(events.toString()).endsWith("data: [DONE]\n\n");
        assertThat(chunks).allMatch(chunk -> chunk.getString("object").equals("chat.completion.chunk"));
        assertThat(delta(chunks.getFirst()))
                .isEqualTo(new JsonObject().put("role", "assistant").putNull("content"));
        JsonObject identity = delta(chunks.get(1)).getJsonArray("tool_calls").getJsonObject(0);
        assertThat(identity.getString("id")).isEqualTo("call_1");
        assertThat(identity.getInteger("index")).isZero();
        assertThat(identity.getJsonObject("function").getString("arguments")).isEmpty();
        assertThat(delta(chunks.get(2)).getJsonArray("tool_calls").getJsonObject(0))
                .isEqualTo(new JsonObject().put("index", 0).put("function", new JsonObject().put("arguments", "{}")));
        assertThat(chunks.getLast().getJsonArray("choices")).isEqualTo(new JsonArray());
        assertThat(chunks.stream().filter(chunk -> chunk.getValue("usage") != null))
                .hasSize(1);
    }

    @Test
    void shouldJoinAStreamInPieces() {
        // Given
        String events = """
                : comment

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a"}]},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"b"},"logprobs":{"content":[{"token":"b"}]},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

                data: [DONE]

                """;

        // When
        JsonObject joined = JoinedCompletion.of(Buffer.buffer(events)).toJsonObject();

        // Then
        JsonObject choice = joined.getJsonArray("choices").getJsonObject(0);
        assertThat(joined.getString("object")).isEqualTo("chat.completion");
        assertThat(joined.getJsonObject("usage").getInteger("total_tokens")).isEqualTo(3);
        assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("ab");
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(choice.getJsonObject("logprobs").getJsonArray("content")).hasSize(2);
    }
}
