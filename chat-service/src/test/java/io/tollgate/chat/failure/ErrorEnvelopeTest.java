package io.tollgate.chat.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorEnvelopeTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(GatewayFailure.invalid("p", "m"), 400, "invalid_request_error", null, false),
                Arguments.of(GatewayFailure.invalid("c", "p", "m"), 400, "invalid_request_error", "c", false),
                Arguments.of(GatewayFailure.invalidKey("m"), 401, "invalid_request_error", "invalid_api_key", false),
                Arguments.of(GatewayFailure.forbidden("c", "p", "m"), 403, "invalid_request_error", "c", false),
                Arguments.of(GatewayFailure.notFound("c", "p", "m"), 404, "invalid_request_error", "c", false),
                Arguments.of(GatewayFailure.methodNotAllowed("m"), 405, "invalid_request_error", null, false),
                Arguments.of(GatewayFailure.tooLarge("m"), 413, "invalid_request_error", "request_too_large", false),
                Arguments.of(
                        GatewayFailure.insufficientQuota("m"), 429, "insufficient_quota", "insufficient_quota", false),
                Arguments.of(GatewayFailure.internal(), 500, "server_error", null, true),
                Arguments.of(GatewayFailure.upstream("m"), 502, "server_error", "upstream_error", true),
                Arguments.of(GatewayFailure.unavailable("m", 5), 503, "service_unavailable_error", null, true),
                Arguments.of(GatewayFailure.upstreamTimeout("m"), 504, "server_error", "upstream_timeout", true));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldSpeakOpenAisTerms(GatewayFailure failure, int status, String type, String code, boolean mayRetry) {
        // When
        JsonObject envelope = ErrorEnvelope.toJson(failure).toJsonObject();

        // Then
        assertThat(failure.status()).isEqualTo(status);
        assertThat(envelope.fieldNames()).containsExactly("error");
        JsonObject error = envelope.getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("param")).isEqualTo(failure.param());
        assertThat(failure.retry() instanceof GatewayFailure.Retry.Never).isEqualTo(!mayRetry);
    }

    @Test
    void shouldEscapeWhatItRepeats() {
        // When
        JsonObject error = ErrorEnvelope.toJson(GatewayFailure.invalid("a\"b", "line\nbreak \u0001 \"x\" 漢"))
                .toJsonObject()
                .getJsonObject("error");

        // Then
        assertThat(error.getString("message")).isEqualTo("line\nbreak \u0001 \"x\" 漢");
        assertThat(error.getString("param")).isEqualTo("a\"b");
    }

    @Test
    void shouldNotBeMadeWithoutAMessage() {
        // When / Then
        assertThrows(IllegalArgumentException.class, () -> GatewayFailure.upstream(" "));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 61})
    void shouldNotTellClientsToWaitLongerThanTheyShould(int seconds) {
        // When / Then
        assertThrows(IllegalArgumentException.class, () -> GatewayFailure.unavailable("m", seconds));
    }
}
