package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.bench.load.ExpectedAnswer;
import org.junit.jupiter.api.Test;

class ChatBodyTest {

    @Test
    void shouldAskForTheStreamThatIsExpected() throws Exception {
        // When
        JsonNode body = new ObjectMapper().readTree(ChatBody.json(new ExpectedAnswer(300, 50, 20), 0));

        // Then
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.at("/simulator/text").asText().split(" ")).hasSize(300).doesNotContain("");
        assertThat(body.at("/simulator/first_byte_ms").asInt()).isEqualTo(50);
        assertThat(body.at("/simulator/chunk_ms").asInt()).isEqualTo(20);
        assertThat(body.at("/messages/1/content").asText()).hasSize(ChatBody.CHARACTERS);
    }

    @Test
    void shouldAskForAPlainAnswer() throws Exception {
        // When
        JsonNode body = new ObjectMapper().readTree(ChatBody.json(new ExpectedAnswer(0, 50, 0), 0));

        // Then
        assertThat(body.path("stream").asBoolean()).isFalse();
        assertThat(body.at("/simulator/text").asText()).isNotBlank();
    }

    @Test
    void shouldCarryAPictureOfTheSizeThatIsAskedFor() throws Exception {
        // When
        String body = ChatBody.json(new ExpectedAnswer(0, 50, 0), 1_024 * 1_024);

        // Then
        assertThat(body.length()).isBetween(1_024 * 1_024, 1_024 * 1_024 + 2_048);
        assertThat(new ObjectMapper()
                        .readTree(body)
                        .at("/messages/1/content/0/text")
                        .textValue())
                .hasSize(ChatBody.CHARACTERS);
    }
}
