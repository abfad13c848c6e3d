package io.tollgate.chat.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trace from the client through the provider's call to the event. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class TraceTest extends RunningGateway {

    @ParameterizedTest
    @ValueSource(strings = {"00", "01"})
    void shouldCarryTheClientsTraceToTheProviderAndTheEvent(String flags) {
        // Given
        String traceId = UUID.randomUUID().toString().replace("-", "");
        String parent = "00-" + traceId + "-00f067aa0ba902b7-" + flags;

        // When
        tenant.send(tenant.request("/v1/chat/completions")
                .header("traceparent", parent)
                .POST(BodyPublishers.ofString(Bodies.plain("")))
                .build());

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(simulator.call(event.attemptId()).path("traceparent").asText())
                .startsWith("00-" + traceId + "-")
                .endsWith("-" + flags);
        List<String> headers = billing.read(EventType.USAGE_RECORDED).stream()
                .filter(message -> tenant.organization().equals(message.key()))
                .map(message -> message.headers().lastHeader("traceparent").value())
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
        assertThat(headers).hasSize(1);
        assertThat(headers.getFirst()).startsWith("00-" + traceId + "-").endsWith("-" + flags);
    }
}
