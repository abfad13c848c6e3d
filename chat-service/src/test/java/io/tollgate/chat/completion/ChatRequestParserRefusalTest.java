package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.chat.failure.GatewayFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal names the field to blame, and none repeats the body. */
class ChatRequestParserRefusalTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static GatewayFailure refusal(byte[] body) {
        return assertThrows(InvalidRequestException.class, () -> ChatRequestParser.parse(body))
                .failure();
    }

    private static GatewayFailure refusal(String body) {
        return refusal(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String members) {
        return "{\"model\":\"m\"," + MESSAGES + "," + members + "}";
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            nullValues = "none",
            value = {
                "`[]` | none",
                "`\"text\"` | none",
                "`17` | none",
                "`{\"messages\":[{\"role\":\"user\"}]}` | model",
                "`{\"model\":\"m\"}` | messages",
                "`{}` | model",
                "`{\"model\":null,\"messages\":[]}` | model",
                "`{\"model\":7}` | model",
                "`{\"model\":\"\"}` | model",
                "`{\"model\":\"  \"}` | model",
                "`{\"model\":[\"m\"]}` | model",
                "`{\"model\":\"\\ud800\"}` | model",
                "`{\"messages\":{}}` | messages",
                "`{\"messages\":null}` | messages",
                "`{\"messages\":[]}` | messages",
                "`{\"messages\":[\"hi\"]}` | messages[0]",
                "`{\"messages\":[{\"role\":\"user\"},null]}` | messages[1]",
                "`{\"messages\":[{\"content\":\"hi\"}]}` | messages[0].role",
                "`{\"messages\":[{\"role\":1}]}` | messages[0].role",
                "`{\"messages\":[{\"role\":\"user\",\"content\":1}]}` | messages[0].content",
                "`{\"messages\":[{\"role\":\"user\",\"content\":{}}]}` | messages[0].content",
                "`{\"messages\":[{\"role\":\"user\",\"content\":[{},\"x\"]}]}` | messages[0].content[1]",
                "`{\"model\":\"a\",\"model\":\"b\"}` | model",
                "`{\"mod\\u0065l\":\"a\",\"model\":\"b\"}` | model",
                "`{\"stream\":true,\"stream\":false}` | stream"
            })
    void shouldNameWhatIsWrongWithTheBody(String body, String param) {
        // When
        GatewayFailure failure = refusal(body);

        // Then
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.type()).isEqualTo("invalid_request_error");
        assertThat(failure.param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"stream\":\"true\"` | stream",
                "`\"stream\":1` | stream",
                "`\"stream_options\":[]` | stream_options",
                "`\"stream_options\":\"x\"` | stream_options",
                "`\"stream_options\":{\"include_usage\":1}` | stream_options.include_usage",
                "`\"stream_options\":{\"include_usage\":true,\"include_usage\":false}` | stream_options.include_usage",
                "`\"stream_options\":{},\"stream_options\":null` | stream_options",
                "`\"max_tokens\":0` | max_tokens",
                "`\"max_tokens\":-1` | max_tokens",
                "`\"max_tokens\":1.5` | max_tokens",
                "`\"max_tokens\":\"9\"` | max_tokens",
                "`\"max_tokens\":2147483648` | max_tokens",
                "`\"max_tokens\":99999999999999999999999999` | max_tokens",
                "`\"max_completion_tokens\":0` | max_completion_tokens",
                "`\"max_completion_tokens\":1,\"max_completion_tokens\":2` | max_completion_tokens",
                "`\"n\":0` | n",
                "`\"n\":129` | n",
                "`\"n\":\"2\"` | n",
                "`\"n\":1e0` | n",
                "`\"service_tier\":5` | service_tier",
                "`\"service_tier\":\"\"` | service_tier",
                "`\"service_tier\":\"\\udc00\"` | service_tier",
                "`\"user\":{}` | user",
                "`\"user\":\"a\\ud83d\"` | user",
                "`\"safety_identifier\":false` | safety_identifier",
                "`\"user\":\"a\",\"user\":\"b\"` | user",
                "`\"messages\":[]` | messages"
            })
    void shouldNameTheFieldThatIsWrong(String members, String param) {
        // When
        GatewayFailure failure = refusal(with(members));

        // Then
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).contains("'" + param + "'");
    }

    @Test
    void shouldSayWhichRequiredParameterIsMissing() {
        // When
        GatewayFailure failure = refusal("{\"model\":\"m\"}");

        // Then
        assertThat(failure.code()).isEqualTo("missing_required_parameter");
        assertThat(failure.message()).isEqualTo("Missing required parameter: 'messages'.");
    }

    @Test
    void shouldRefuseLongNames() {
        // Given
        String model = "m".repeat(257);
        String user = "u".repeat(513);

        // When / Then
        assertThat(refusal("{\"model\":\"" + model + "\"}").param()).isEqualTo("model");
        assertThat(refusal(with("\"user\":\"" + user + "\"")).param()).isEqualTo("user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\n  \"messages\": top-secret}",
                "{\"model\":\"m\",\n  top-secret:1}",
                "{\"model\":\"m\",\n  \"messages\":[{\"role\":\"top-secret",
                "{\"model\":\"m\",\n  \"x\":\"top-secret\u0001\"}",
                "{\"model\":\"m\",\n  \"x\":\"\\q top-secret\"}",
                "{\"model\":\"m\",\n  \"x\":00top-secret}",
                "{\"model\":\"m\",\n  \"x\":\"top-secret\"",
            })
    void shouldSayWhereJsonIsMalformedWithoutQuotingIt(String body) {
        // When
        GatewayFailure failure = refusal(body);

        // Then
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isNull();
        assertThat(failure.message())
                .startsWith("We could not parse the JSON body of your request: ")
                .contains("(line 2, column ")
                .doesNotContain("secret", "top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{} x", "nonsense", "{\"model\":\"m\",}"})
    void shouldRefuseWhatIsNotOneJsonObject(String body) {
        // When
        GatewayFailure failure = refusal(body);

        // Then
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).isNotBlank();
    }

    @Test
    void shouldRefuseTrailingGarbage() {
        // Given
        String body = "{\"model\":\"m\"," + MESSAGES + "}{}";

        // When
        GatewayFailure failure = refusal(body);

        // Then
        assertThat(failure.message()).isEqualTo("The body must end after the JSON object.");
    }

    @Test
    void shouldRefuseDeepNestingWithoutExhaustingTheStack() {
        // Given
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        // When
        GatewayFailure failure = refusal(with("\"x\":" + deep));

        // Then
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).contains("nesting depth").contains("200");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0xc3, 0x80, 0xf8})
    void shouldRefuseInvalidUtf8(int invalid) {
        // Given
        byte[] body = with("\"x\":\"?\"").getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) invalid;

        // When
        GatewayFailure failure = refusal(body);

        // Then
        assertThat(failure.message()).contains("not valid JSON in UTF-8");
    }

    @Test
    void shouldRefuseOtherEncodingsBecauseEditsCountInBytesOfUtf8() {
        // Given
        String body = "{\"model\":\"m\"," + MESSAGES + "}";

        // When / Then
        assertThat(refusal(body.getBytes(StandardCharsets.UTF_16LE)).status()).isEqualTo(400);
        assertThat(refusal(body.getBytes(StandardCharsets.UTF_16)).status()).isEqualTo(400);
        assertThat(refusal("\ufeff" + body).status()).isEqualTo(400);
    }

    @Test
    void shouldRefuseNumbersOfAbsurdLength() {
        // Given
        String digits = "9".repeat(100_000);

        // When
        GatewayFailure failure = refusal(with("\"n\":" + digits));

        // Then
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).doesNotContain("99999");
    }

    @Test
    void shouldRefuseMoreMessagesThanItsLimit() {
        // Given
        String message = "{\"role\":\"user\",\"content\":\"\"},";
        String messages = message.repeat(10_000) + message;

        // When
        GatewayFailure failure =
                refusal("{\"messages\":[" + messages.substring(0, messages.length() - 1) + "],\"model\":\"m\"}");

        // Then
        assertThat(failure.param()).isEqualTo("messages");
        assertThat(failure.message()).contains("10000");
    }
}
