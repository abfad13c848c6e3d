package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestParserTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static ChatRequest parse(String body) throws InvalidRequestException {
        return ChatRequestParser.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest with(String members) throws InvalidRequestException {
        return parse("{\"model\":\"m\"," + MESSAGES + "," + members + "}");
    }

    private static String slice(ChatRequest request, ByteRange range) {
        return new String(Arrays.copyOfRange(request.body(), range.start(), range.end()), StandardCharsets.UTF_8);
    }

    @Test
    void shouldAssumeTheDefaultsOfWhatIsAbsent() throws InvalidRequestException {
        // When
        ChatRequest request = parse("{\"model\":\"m\"," + MESSAGES + "}");

        // Then
        assertThat(request.stream()).isFalse();
        assertThat(request.streamOptions()).isNull();
        assertThat(request.includesUsage()).isFalse();
        assertThat(request.maxOutputTokens()).isEmpty();
        assertThat(request.nullOutputBound()).isNull();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.messages()).isEqualTo(1);
        assertThat(request.mediaParts()).isZero();
        assertThat(request.serviceTier()).isEqualTo("default");
        assertThat(request.endUser()).isNull();
        assertThat(request.texts()).containsExactly("hi");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]` | true",
                "`\"tools\":[{\"function\":{\"name\":\"a\"}},{\"function\":{\"name\":\"b\"}},{}]` | true",
                "`\"functions\":[{\"name\":\"a\"},{\"name\":\"b\"}]` | true",
                "`\"tools\":[],\"functions\":[{\"name\":\"a\"}]` | true",
                "`\"tools\":[]` | false",
                "`\"tools\":null` | false"
            })
    void shouldSeeWhetherToolsAreOfferedAndReadOnBehindThem(String members, boolean offered)
            throws InvalidRequestException {
        // When
        ChatRequest request = with(members + ",\"stream\":true");

        // Then
        assertThat(request.tools()).isEqualTo(offered);
        assertThat(request.stream()).isTrue();
    }

    @Test
    void shouldTakeNullForAbsent() throws InvalidRequestException {
        // When
        ChatRequest request = with("\"stream\":null,\"stream_options\":null,\"max_tokens\":null,\"n\":null,"
                + "\"service_tier\":null,\"user\":null,\"safety_identifier\":null");

        // Then
        assertThat(request.stream()).isFalse();
        assertThat(request.includesUsage()).isFalse();
        assertThat(request.maxOutputTokens()).isEmpty();
        assertThat(slice(request, Objects.requireNonNull(request.nullOutputBound())))
                .isEqualTo("\"max_tokens\":null");
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.serviceTier()).isEqualTo("default");
        assertThat(request.endUser()).isNull();
    }

    @Test
    void shouldReadWhatIsGiven() throws InvalidRequestException {
        // When
        ChatRequest request =
                with("\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":7,\"n\":128,"
                        + "\"service_tier\":\"flex\",\"user\":\"u\"");

        // Then
        assertThat(request.stream()).isTrue();
        assertThat(request.includesUsage()).isTrue();
        assertThat(request.maxOutputTokens()).hasValue(7);
        assertThat(request.choices()).isEqualTo(128);
        assertThat(request.serviceTier()).isEqualTo("flex");
        assertThat(request.endUser()).isEqualTo("u");
    }

    @ParameterizedTest
    @CsvSource({"1,2147483647,2147483647", "5,4,5"})
    void shouldTakeTheLargerOfTwoOutputBounds(int older, int newer, int expected) throws InvalidRequestException {
        // When
        ChatRequest request = with("\"max_tokens\":" + older + ",\"max_completion_tokens\":" + newer);

        // Then
        assertThat(request.maxOutputTokens()).hasValue(expected);
    }

    @Test
    void shouldPreferTheSafetyIdentifierAsEndUser() throws InvalidRequestException {
        // When
        ChatRequest request = with("\"safety_identifier\":\"s\",\"user\":\"u\"");

        // Then
        assertThat(request.endUser()).isEqualTo("s");
    }

    @Test
    void shouldTakeTierAutoForDefault() throws InvalidRequestException {
        // When
        ChatRequest request = with("\"service_tier\":\"auto\"");

        // Then
        assertThat(request.serviceTier()).isEqualTo("default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"gpt\",MESSAGES}",
                "{MESSAGES,\"model\":\"gpt\"}",
                " \r\n\t{ \"model\" :\n\"gpt\" , MESSAGES }\n",
                "{\"x\":\"åß漢😀\",\"model\":\"gpt\",MESSAGES}",
                "{\"x\":{\"model\":\"other\",\"é\":[1,2]},\"model\":\"gpt\",MESSAGES}",
                "{\"x\":\"\\\"model\\\":\\\"no\\\"\",\"model\":\"gpt\",MESSAGES}",
                "{\"mod\\u0065l\":\"gpt\",MESSAGES}"
            })
    void shouldKnowWhereTheModelStands(String body) throws InvalidRequestException {
        // When
        ChatRequest request = parse(body.replace("MESSAGES", MESSAGES));

        // Then
        assertThat(request.model()).isEqualTo("gpt");
        assertThat(slice(request, request.modelRange())).isEqualTo("\"gpt\"");
        assertThat((char) request.body()[request.bodyStart() - 1]).isEqualTo('{');
    }

    @Test
    void shouldKnowWhereAnEscapedModelStandsAfterALongMultiByteText() throws InvalidRequestException {
        // Given
        String filler = "漢😀".repeat(20_000);

        // When
        ChatRequest request =
                parse("{\"messages\":[{\"role\":\"user\",\"content\":\"" + filler + "\"}],\"model\":\"\\u006d\\\"ö\"}");

        // Then
        assertThat(request.model()).isEqualTo("m\"ö");
        assertThat(slice(request, request.modelRange())).isEqualTo("\"\\u006d\\\"ö\"");
    }

    @Test
    void shouldKnowWhereStreamOptionsStand() throws InvalidRequestException {
        // When
        ChatRequest request = with("\"x\":\"é\",\"stream_options\" : { \"include_usage\" : false, \"y\":[{}] } ");

        // Then
        StreamOptions options = Objects.requireNonNull(request.streamOptions());
        assertThat(slice(request, options.value())).isEqualTo("{ \"include_usage\" : false, \"y\":[{}] }");
        assertThat(slice(request, Objects.requireNonNull(options.includeUsage())))
                .isEqualTo("false");
        assertThat(options.isEmpty()).isFalse();
        assertThat(options.usageIncluded()).isFalse();
    }

    @Test
    void shouldCollectEveryTextOfEveryMessage() throws InvalidRequestException {
        // When
        ChatRequest request = parse("{\"model\":\"m\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"one\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"two\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]},"
                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"three\"}]},"
                + "{\"role\":\"tool\",\"content\":\"four\",\"content\":\"five\"}]}");

        // Then
        assertThat(request.texts()).containsExactly("one", "two", "three", "four", "five");
        assertThat(request.messages()).isEqualTo(5);
        assertThat(request.mediaParts()).isEqualTo(1);
    }

    @Test
    void shouldCountAudioAndFilePartsAsMedia() throws InvalidRequestException {
        // When
        ChatRequest request = parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\",\"format\":\"wav\"}},"
                + "{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}},"
                + "{\"type\":\"text\",\"text\":\"x\"}]}]}");

        // Then
        assertThat(request.mediaParts()).isEqualTo(2);
    }
}
