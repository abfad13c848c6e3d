package io.tollgate.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Meter;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Usage as providers report it that speak OpenAI's language with an accent. */
class VendorUsageTest {

    private static Map<Meter, Long> meters(String answer) throws IOException {
        byte[] json = answer.getBytes(StandardCharsets.UTF_8);
        AnswerFacts facts = new AnswerFacts();
        AnswerReader.read(json, 0, json.length, facts);
        return facts.usage().orElseThrow().counts();
    }

    @Test
    void shouldTakeDeepSeeksCacheHitsForCachedInput() throws IOException {
        // When
        Map<Meter, Long> meters = meters("{\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":7,"
                + "\"prompt_cache_hit_tokens\":64,\"prompt_cache_miss_tokens\":36}}");

        // Then
        assertThat(meters).isEqualTo(Map.of(Meter.INPUT_UNCACHED, 36L, Meter.INPUT_CACHED, 64L, Meter.OUTPUT_TEXT, 7L));
    }

    @Test
    void shouldFindGroqsUsageOfAStream() throws MalformedAnswerException {
        // Given
        AnswerStream stream = new AnswerStream(false);

        // When
        stream.feed(Buffer.buffer(Streams.ROLE
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                + "\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}}\n\n"));

        // Then
        assertThat(stream.facts().usage().orElseThrow().counts())
                .isEqualTo(Map.of(Meter.INPUT_UNCACHED, 9L, Meter.OUTPUT_TEXT, 2L));
    }

    @Test
    void shouldMeterCacheWritesByHowLongTheyAreKept() throws IOException {
        // When
        Map<Meter, Long> meters = meters("{\"usage\":{\"prompt_tokens\":600,\"completion_tokens\":1,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":50,\"cache_write_tokens\":500,"
                + "\"cache_write_1h_tokens\":400}}}");

        // Then
        assertThat(meters)
                .isEqualTo(Map.of(
                        Meter.INPUT_UNCACHED,
                        50L,
                        Meter.INPUT_CACHED,
                        50L,
                        Meter.CACHE_WRITE_5M,
                        100L,
                        Meter.CACHE_WRITE_1H,
                        400L,
                        Meter.OUTPUT_TEXT,
                        1L));
    }
}
