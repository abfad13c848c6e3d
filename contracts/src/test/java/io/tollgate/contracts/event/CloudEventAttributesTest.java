package io.tollgate.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventAttributesTest {

    private static final CloudEventAttributes ATTRIBUTES = new CloudEventAttributes(
            "0197a3c4-5b1e-7d20-8f3a-000000000001",
            "/tollgate/chat-service",
            EventType.USAGE_RECORDED.type(),
            "organization/o/project/p/key/k",
            Instant.parse("2025-06-25T10:15:31.250Z"));

    @Test
    void shouldWriteTheHeadersOfTheBinaryMode() {
        assertThat(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED))
                .containsExactly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "0197a3c4-5b1e-7d20-8f3a-000000000001"),
                        Map.entry("ce_source", "/tollgate/chat-service"),
                        Map.entry("ce_type", "tollgate.usage.recorded.v1"),
                        Map.entry("ce_subject", "organization/o/project/p/key/k"),
                        Map.entry("ce_time", "2025-06-25T10:15:31.250Z"),
                        Map.entry("ce_dataschema", "urn:tollgate:usage:recorded:v1"),
                        Map.entry("content-type", "application/json"));
    }

    @Test
    void shouldReadWhatItWrote() {
        // Given
        Map<String, String> headers = ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED);

        // When
        CloudEventAttributes read = CloudEventAttributes.fromHeaders(headers::get);

        // Then
        assertThat(read).isEqualTo(ATTRIBUTES);
    }

    @Test
    void shouldIgnoreHeadersItDoesNotKnow() {
        // Given
        Map<String, String> headers = new HashMap<>(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED));
        headers.put("ce_partitionkey", "o");
        headers.put(
                CloudEventAttributes.TRACE_PARENT_HEADER, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        // When
        CloudEventAttributes read = CloudEventAttributes.fromHeaders(headers::get);

        // Then
        assertThat(read).isEqualTo(ATTRIBUTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "subject", "time"})
    void shouldRefuseHeadersWithoutARequiredAttribute(String attribute) {
        // Given
        Map<String, String> headers = new HashMap<>(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED));

        // When
        headers.remove("ce_" + attribute);

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEventAttributes.fromHeaders(headers::get))
                .withMessage("header ce_" + attribute + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type", "subject"})
    void shouldRefuseBlankAttributes(String attribute) {
        // Given
        Map<String, String> headers = new HashMap<>(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED));

        // When
        headers.put("ce_" + attribute, " ");

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEventAttributes.fromHeaders(headers::get))
                .withMessage("CloudEvents attribute '" + attribute + "' must not be blank");
    }

    @Test
    void shouldRefuseAnotherVersionOfTheSpecification() {
        // Given
        Map<String, String> headers = new HashMap<>(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED));

        // When
        headers.put("ce_specversion", "0.3");

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEventAttributes.fromHeaders(headers::get))
                .withMessage("header ce_specversion is '0.3', supported: 1.0");
    }

    @Test
    void shouldRefuseATimeThatIsNoInstant() {
        // Given
        Map<String, String> headers = new HashMap<>(ATTRIBUTES.toHeaders(EventType.USAGE_RECORDED));

        // When
        headers.put("ce_time", "yesterday");

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEventAttributes.fromHeaders(headers::get))
                .withMessage("header ce_time is not an instant as of RFC 3339: 'yesterday'");
    }

    @Test
    void shouldNotWriteTheAttributesOfAnotherType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ATTRIBUTES.toHeaders(EventType.VERDICT_REACHED))
                .withMessage("an event of type tollgate.usage.recorded.v1 is not a tollgate.verdict.reached.v1");
    }
}
