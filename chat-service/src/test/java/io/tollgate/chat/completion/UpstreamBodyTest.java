package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.route.ModelTraits;
import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body for the provider is the client's, byte for byte, but for what must be edited. */
class UpstreamBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e9 漢 😀\"}]";

    private static Target target(String model) {
        return new Target(
                new Provider("one", ProviderKind.OPENAI, URI.create("https://models.test"), Secret.of("k")), model);
    }

    private static String upstream(String body, String model, OptionalInt bound) throws InvalidRequestException {
        ChatRequest request = ChatRequestParser.parse(body.getBytes(StandardCharsets.UTF_8));
        return UpstreamBody.of(request, target(model), bound).toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldEditALargeBodyJustAsASmallOne() throws InvalidRequestException {
        // Given
        String large = MESSAGES.replace("h\\u00e9", "h\\u00e9".repeat(20_000));
        String body = "{\"stream\":true, \"model\" : \"m\" ," + large + "}";

        // When
        String upstream = upstream(body, "other", OptionalInt.of(7));

        // Then
        assertThat(upstream)
                .isEqualTo(upstream(body.replace(large, MESSAGES), "other", OptionalInt.of(7))
                        .replace(MESSAGES, large));
    }

    private static ObjectNode tree(String json) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",MESSAGES}",
                " { \"model\" : \"m\" ,\r\n MESSAGES , \"x\" : 1.0e+2, \"x\" : -0 } \n",
                "{\"stream\":false,\"model\":\"m\",MESSAGES}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"m\",MESSAGES}",
                "{\"model\":\"\\u006d\",MESSAGES,\"big\":123456789012345678901234567890.10}",
                "{\"max_tokens\":null,\"model\":\"m\",MESSAGES,\"stream_options\":null}"
            })
    void shouldPassTheBytesOnWhereNothingMustChange(String template) throws InvalidRequestException {
        // Given
        String body = template.replace("MESSAGES", MESSAGES);

        // When
        String upstream = upstream(body, "m", OptionalInt.empty());

        // Then
        assertThat(upstream).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o-mini", "a/b:c", "quote\"back\\slash", "tab\tand\u0001control", "名前😀", "x"})
    void shouldReplaceOnlyTheModelsValue(String model) throws InvalidRequestException, JsonProcessingException {
        // Given
        String before = "{ \"x\":\"model\", \"model\" :";
        String after = " , " + MESSAGES + ", \"model2\":\"alias\"}";

        // When
        String upstream = upstream(before + "\"alias\"" + after, model, OptionalInt.empty());

        // Then
        assertThat(upstream).startsWith(before).endsWith(after);
        assertThat(tree(upstream).get("model").textValue()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | `{\"include_usage\":true}`",
                "`,\"stream_options\":null` | `{\"include_usage\":true}`",
                "`,\"stream_options\":{}` | `{\"include_usage\":true}`",
                "`,\"stream_options\":{ }` | `{\"include_usage\":true}`",
                "`,\"stream_options\":{\"a\":[1,{}]}` | `{\"include_usage\":true,\"a\":[1,{}]}`",
                "`,\"stream_options\":{\"include_usage\":false}` | `{\"include_usage\":true}`",
                "`,\"stream_options\":{\"include_usage\":null,\"a\":1}` | `{\"include_usage\":true,\"a\":1}`",
                "`,\"stream_options\":{\"a\":1,\"include_usage\":false}` | `{\"include_usage\":true,\"a\":1}`",
                "`,\"stream_options\":{\"include_usage\":true,\"a\":1}` | `{\"include_usage\":true,\"a\":1}`"
            })
    void shouldAskForUsageOfEveryStream(String options, String expected)
            throws InvalidRequestException, JsonProcessingException {
        // Given
        String body = "{\"model\":\"m\"," + MESSAGES + ",\"stream\":true" + options + "}";

        // When
        String upstream = upstream(body, "m", OptionalInt.empty());

        // Then
        ObjectNode intended = tree(body);
        intended.set("stream_options", tree(expected));
        assertThat((JsonNode) tree(upstream)).isEqualTo(intended);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | none",
                "`,\"max_tokens\" : null ` | max_tokens",
                "`,\"max_completion_tokens\": null ` | max_completion_tokens",
                "`,\"max_tokens\":null,\"max_completion_tokens\":null` | max_completion_tokens",
                "`,\"max_completion_tokens\":null,\"max_tokens\":null` | max_completion_tokens"
            })
    void shouldWriteTheOutputBoundAsNewerModelsTakeItWhereTheClientSetNone(String present, String replaced)
            throws InvalidRequestException, JsonProcessingException {
        // Given
        String body = "{\"model\":\"m\"," + MESSAGES + present + "}";

        // When
        String upstream = upstream(body, "m", OptionalInt.of(4096));

        // Then
        ObjectNode intended = tree(body);
        intended.remove(replaced);
        intended.put("max_completion_tokens", 4096);
        assertThat((JsonNode) tree(upstream)).isEqualTo(intended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"alias\",MESSAGES,\"stream\":true}",
                "{MESSAGES,\"stream\":true,\"stream_options\":{\"x\":\"é\"},\"model\":\"alias\"}",
                "{\"stream_options\":{\"include_usage\":false},MESSAGES,\"model\":\"alias\",\"stream\":true}"
            })
    void shouldMakeAllEditsTogether(String template) throws InvalidRequestException, JsonProcessingException {
        // Given
        String body = template.replace("MESSAGES", MESSAGES);

        // When
        String upstream = upstream(body, "real-model-with-a-longer-name", OptionalInt.of(12));

        // Then
        ObjectNode intended = tree(body);
        intended.put("model", "real-model-with-a-longer-name");
        intended.put("max_completion_tokens", 12);
        intended.withObject("/stream_options").put("include_usage", true);
        assertThat((JsonNode) tree(upstream)).isEqualTo(intended);
    }

    @Test
    void shouldLeaveTheClientsBodyAsItWas() throws InvalidRequestException {
        // Given
        byte[] body = ("{\"model\":\"alias\"," + MESSAGES + ",\"stream\":true}").getBytes(StandardCharsets.UTF_8);
        byte[] original = body.clone();
        ChatRequest request = ChatRequestParser.parse(body);

        // When
        UpstreamBody.of(request, target("m"), OptionalInt.of(1));

        // Then
        assertThat(body).isEqualTo(original);
    }

    private static String changed(String body, Map<String, String> renamed, Set<String> dropped, OptionalInt bound)
            throws InvalidRequestException {
        ModelTraits traits = new ModelTraits(
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                renamed,
                dropped,
                Set.of());
        Target plain = target("m");
        ChatRequest request = ChatRequestParser.parse(body.getBytes(StandardCharsets.UTF_8));
        return UpstreamBody.of(request, new Target(plain.provider(), "m", 1, 0, traits), bound)
                .toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'max_tokens':5,'model':'m','messages':[{'role':'user'}]}"
                        + "|{'max_completion_tokens':5,'model':'m','messages':[{'role':'user'}]}",
                "{'model':'m','messages':[{'role':'user'}], 'max_tokens' : 5 }"
                        + "|{'model':'m','messages':[{'role':'user'}], 'max_completion_tokens' : 5 }",
                // Where both are given, the one that the model knows.
                "{'model':'m','max_tokens':5,'messages':[{'role':'user'}],'max_completion_tokens':7}"
                        + "|{'model':'m','messages':[{'role':'user'}],'max_completion_tokens':7}"
            })
    void shouldGiveAParameterTheNameThatTheModelKnows(String body, String expected) throws InvalidRequestException {
        assertThat(changed(
                        body.replace('\'', '"'),
                        Map.of("max_tokens", "max_completion_tokens"),
                        Set.of(),
                        OptionalInt.empty()))
                .isEqualTo(expected.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'model':'m','messages':[{'role':'user'}]}|{'model':'m','messages':[{'role':'user'}]}",
                "{'model':'m','a':{'x':[1]}, 'messages':[{'role':'user'}]}|{'model':'m','messages':[{'role':'user'}]}",
                "{'model':'m','messages':[{'role':'user'}],'a':1 }|{'model':'m','messages':[{'role':'user'}] }",
                "{'model':'m','messages':[{'role':'user'}],'a':1,'b':2}|{'model':'m','messages':[{'role':'user'}]}",
                "{'a':1,'b':2,'model':'m','messages':[{'role':'user'}],'b2':3}"
                        + "|{'model':'m','messages':[{'role':'user'}],'b2':3}"
            })
    void shouldLeaveOutParametersThatTheModelRefuses(String body, String expected) throws InvalidRequestException {
        assertThat(changed(body.replace('\'', '"'), Map.of(), Set.of("a", "b"), OptionalInt.empty()))
                .isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void shouldWriteTheOutputBoundUnderTheNameThatTheModelKnows() throws InvalidRequestException {
        assertThat(changed(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"max_tokens\":null}",
                        Map.of("max_completion_tokens", "max_tokens"),
                        Set.of(),
                        OptionalInt.of(9)))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"max_tokens\":9}");
    }
}
