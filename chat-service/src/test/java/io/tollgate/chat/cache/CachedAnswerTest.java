package io.tollgate.chat.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedAnswerTest {

    @Test
    void shouldComeBackAsItWasKept() {
        // Given
        CachedAnswer answer = new CachedAnswer(
                true,
                "openai",
                "gpt-4o-mini",
                null,
                "chatcmpl-1",
                Usage.of(Meter.INPUT_UNCACHED, 7).with(Meter.OUTPUT_TEXT, 0),
                Buffer.buffer("data: {\"a\":\"ü\"}\n\ndata: [DONE]\n\n"));

        // When / Then
        assertThat(CachedAnswer.ofBytes(answer.toBytes())).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "{}\n", "{\"streamed\":true}\nbody", "{\"usage\":{\"NO_METER\":1}}\nbody", "[]\nbody"})
    void shouldNotTakeAnythingElseForAnAnswer(String bytes) {
        // When / Then
        assertThat(CachedAnswer.ofBytes(bytes.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
