package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.messages.MessagesToOpenAi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesToChatTest {

    private static final String REQUEST = """
            {"model":"m","max_tokens":3000,"stream":true,"temperature":0.5,"stop_sequences":["END"],
             "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
             "thinking":{"type":"enabled","budget_tokens":2048},"metadata":{"user_id":"u-1"},
             "tools":[{"name":"look","description":"Looks","input_schema":{"type":"object"}}],
             "tool_choice":{"type":"any","disable_parallel_tool_use":true},
             "messages":[
              {"role":"user","content":"Look."},
              {"role":"assistant","content":[
                {"type":"thinking","thinking":"hm","signature":"c2ln"},
                {"type":"text","text":"Looking."},
                {"type":"tool_use","id":"toolu_1","name":"look","input":{"at":"it"}}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"toolu_1","content":[
                  {"type":"text","text":"seen"},
                  {"type":"image","source":{"type":"base64","media_type":"image/png","data":"aWJn"}}]},
                {"type":"text","text":"And now?"}]}]}
            """;

    private static final String CHAT = """
            {"model":"m","max_completion_tokens":3000,
             "messages":[
              {"role":"system","content":[{"type":"text","text":"Be brief."}]},
              {"role":"user","content":"Look."},
              {"role":"assistant","content":[{"type":"text","text":"Looking."}],
               "tool_calls":[{"id":"toolu_1","type":"function",
                 "function":{"name":"look","arguments":"{\\"at\\":\\"it\\"}"}}]},
              {"role":"tool","tool_call_id":"toolu_1","content":"seen"},
              {"role":"user","content":[
                {"type":"image_url","image_url":{"url":"data:image/png;base64,aWJn"}},
                {"type":"text","text":"And now?"}]}],
             "stream":true,"stream_options":{"include_usage":true},
             "temperature":0.5,"stop":["END"],"user":"u-1",
             "tools":[{"type":"function",
               "function":{"name":"look","description":"Looks","parameters":{"type":"object"}}}],
             "tool_choice":"required","parallel_tool_calls":false,"reasoning_effort":"low"}
            """;

    private static JsonNode translated(String request, boolean keepCacheMarks) throws InexpressibleRequestException {
        return RecordedExchange.tree(
                MessagesToOpenAi.translate(request.getBytes(StandardCharsets.UTF_8), keepCacheMarks));
    }

    @Test
    void shouldSayAMessageAsAChatCompletion() throws InexpressibleRequestException {
        // When
        JsonNode chat = translated(REQUEST, false);

        // Then
        assertThat(chat).isEqualTo(RecordedExchange.tree(CHAT.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldKeepMarksForTheCacheWhereTheyAreUnderstood() throws InexpressibleRequestException {
        // When
        JsonNode chat = translated(REQUEST, true);

        // Then
        assertThat(chat.at("/messages/0/content/0/cache_control/type").textValue())
                .isEqualTo("ephemeral");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"max_tokens\":3000`, `\"max_tokens\":0`, max_tokens",
                "`\"stream\":true`, `\"top_k\":5`, top_k",
                "`{\"name\":\"look\"`, `{\"type\":\"web_search_20250305\",\"name\":\"look\"`, tools[0].type",
                "`{\"type\":\"text\",\"text\":\"And now?\"}`, `{\"type\":\"container_upload\"}`, messages[2].content[1].type"
            })
    void shouldRefuseWhatHasNoCounterpart(String part, String replacement, String param) {
        // Given
        String request = REQUEST.replace(part, replacement);

        // When
        InexpressibleRequestException refused =
                assertThrows(InexpressibleRequestException.class, () -> translated(request, false));

        // Then
        assertThat(refused.param()).isEqualTo(param);
    }

    @Test
    void shouldFindEveryTextThatAModelOfTheSameDialectMayRead() throws InexpressibleRequestException {
        // Given
        String body = "{\"model\":\"m\",\"max_tokens\":5,\"system\":[{\"type\":\"text\",\"text\":\"one\"}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"context\":\"two\",\"source\":"
                + "{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBERi0\"}},"
                + "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\"three\"}},"
                + "{\"type\":\"brand_new\",\"id\":\"b_1\",\"said\":{\"deep\":[\"four\"]}}]}]}";

        // When
        List<String> texts = MessagesToOpenAi.texts(body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(texts).containsExactly("one", "two", "three", "four");
    }
}
