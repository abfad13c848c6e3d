package io.tollgate.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document for outside consumers names exactly what there is. */
class AsyncApiTest {

    private static final JsonNode DOCUMENT = document();

    private static JsonNode document() {
        try {
            return new YAMLMapper().readTree(ContractFiles.read(ContractFiles.asyncApi()));
        } catch (JsonProcessingException notYaml) {
            throw new AssertionError(notYaml);
        }
    }

    static Stream<EventType<?>> types() {
        return EventType.ALL.stream();
    }

    private static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        assertThat(reference).startsWith("#/");
        JsonNode target = DOCUMENT.at(reference.substring(1));
        assertThat(target.isMissingNode()).as(reference).isFalse();
        return target;
    }

    private static JsonNode channelOf(EventType<?> type) {
        return DOCUMENT.get("channels")
                .valueStream()
                .filter(channel -> type.topic().equals(channel.path("address").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no channel for " + type.topic()));
    }

    private static JsonNode messageOf(EventType<?> type) {
        JsonNode messages = channelOf(type).get("messages");
        assertThat(messages).hasSize(1);
        return resolve(messages.iterator().next());
    }

    @Test
    void shouldNameExactlyTheTopicsThereAre() {
        assertThat(DOCUMENT.get("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(DOCUMENT.get("channels")
                        .valueStream()
                        .map(channel -> channel.get("address").asText()))
                .containsExactlyElementsOf(
                        EventType.ALL.stream().map(EventType::topic).toList());
        assertThat(DOCUMENT.at("/components/messages")
                        .valueStream()
                        .map(message -> message.get("name").asText()))
                .containsExactlyElementsOf(
                        EventType.ALL.stream().map(EventType::type).toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldNameTheTypeAndItsSchema(EventType<?> type) {
        JsonNode message = messageOf(type);

        assertThat(message.get("name").asText()).isEqualTo(type.type());
        assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo("schemas/" + ContractFiles.schemaName(type));
        assertThat(ContractFiles.schema(type)).exists();
        assertThat(message.at("/bindings/kafka/key/description").asText()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldSayWhetherATopicIsCompacted(EventType<?> type) {
        JsonNode kafka = channelOf(type).at("/bindings/kafka");

        assertThat(kafka.get("topic").asText()).isEqualTo(type.topic());
        assertThat(kafka.at("/topicConfiguration/cleanup.policy").valueStream().map(JsonNode::asText))
                .containsExactly(type.compacted() ? "compact" : "delete");
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldHaveOneOperationForEachTopic(EventType<?> type) {
        List<JsonNode> operations = DOCUMENT.get("operations")
                .valueStream()
                .filter(operation -> resolve(operation.get("channel")).equals(channelOf(type)))
                .toList();

        assertThat(operations)
                .singleElement()
                .satisfies(operation ->
                        assertThat(operation.get("action").asText()).isEqualTo("send"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldDescribeTheHeadersThatAreWritten(EventType<?> type) {
        // Given
        JsonNode headers = resolve(messageOf(type).get("headers"));
        Set<String> required = new TreeSet<>();
        headers.get("required").forEach(name -> required.add(name.asText()));

        // When
        Map<String, String> written =
                new CloudEventAttributes("id", "source", type.type(), "subject", Instant.EPOCH).toHeaders(type);

        // Then
        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(required);
        assertThat(headers.get("properties").propertyStream().map(Map.Entry::getKey))
                .containsAll(required)
                .contains(CloudEventAttributes.TRACE_PARENT_HEADER, CloudEventAttributes.TRACE_STATE_HEADER);
        assertThat(headers.at("/properties/ce_specversion/const").asText()).isEqualTo(written.get("ce_specversion"));
        assertThat(headers.at("/properties/content-type/const").asText()).isEqualTo(written.get("content-type"));
    }
}
