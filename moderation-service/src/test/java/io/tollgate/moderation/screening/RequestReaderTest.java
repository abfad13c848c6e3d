package io.tollgate.moderation.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.moderation.failure.ErrorEnvelope;
import io.tollgate.moderation.failure.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {

    private final RequestReader reader = new RequestReader(new ObjectMapper(), 3);

    record Bad(String body, int status, String param, String code) {}

    static List<Bad> badBodies() {
        return List.of(
                new Bad("", 400, "null", "null"),
                new Bad("{\"input\": \"SECRET", 400, "null", "null"),
                new Bad("[]", 400, "null", "null"),
                new Bad("null", 400, "null", "null"),
                new Bad("{}", 400, "input", "missing_required_parameter"),
                new Bad("{\"input\": null}", 400, "input", "missing_required_parameter"),
                new Bad("{\"input\": 1}", 400, "input", "invalid_type"),
                new Bad("{\"input\": {}}", 400, "input", "invalid_type"),
                new Bad("{\"input\": []}", 400, "input", "invalid_type"),
                new Bad("{\"input\": [\"SECRET\", 2]}", 400, "input[1]", "invalid_type"),
                new Bad("{\"input\": [\"SECRET\", null]}", 400, "input[1]", "invalid_type"),
                new Bad("{\"input\": [1, 2]}", 400, "input[0]", "invalid_type"),
                new Bad("{\"input\": [\"1\",\"2\",\"3\",\"4\"]}", 400, "input", "array_above_max_length"),
                new Bad(
                        "{\"input\": [{\"type\":\"text\",\"text\":\"SECRET\"},\"SECRET\"]}",
                        400,
                        "input[1]",
                        "invalid_type"),
                new Bad("{\"input\": [{\"type\":\"text\"}]}", 400, "input[0].text", "invalid_type"),
                new Bad("{\"input\": [{\"type\":\"audio\"}]}", 400, "input[0].type", "invalid_value"),
                new Bad("{\"input\": [{}]}", 400, "input[0].type", "invalid_value"),
                new Bad("{\"input\": [{\"type\":\"image_url\"}]}", 400, "input[0].image_url.url", "invalid_type"),
                new Bad(
                        "{\"input\": [{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///SECRET\"}}]}",
                        400,
                        "input[0].image_url.url",
                        "invalid_value"),
                new Bad("{\"input\": \"SECRET\", \"model\": 1}", 400, "model", "invalid_type"),
                new Bad("{\"input\": \"SECRET\", \"model\": \"gpt-4o\"}", 404, "model", "model_not_found"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void shouldRefuseBadBodyNamingFieldButNotText(Bad bad) {
        // When
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> reader.read(bad.body().getBytes(StandardCharsets.UTF_8)));

        // Then
        ErrorEnvelope.Detail error = refused.envelope().error();
        assertThat(refused.status()).isEqualTo(bad.status());
        assertThat(String.valueOf(error.param())).isEqualTo(bad.param());
        assertThat(String.valueOf(error.code())).isEqualTo(bad.code());
        assertThat(error.message()).isNotBlank().doesNotContain("SECRET");
    }

    @Test
    void shouldReadTextPartsAsOneInput() {
        // When
        ScreeningRequest request = read("{\"model\":\"text-moderation-stable\",\"input\":"
                + "[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]}");

        // Then
        assertThat(request)
                .isEqualTo(new ScreeningRequest("text-moderation-stable", List.of(ScreeningInput.ofText("one\ntwo"))));
    }

    @Test
    void shouldReadStringsApartAndTakeDefaultModel() {
        // When
        ScreeningRequest request = read("{\"input\":[\"one\",\"\"],\"unknown\":true}");

        // Then
        assertThat(request)
                .isEqualTo(new ScreeningRequest(
                        "omni-moderation-latest", List.of(ScreeningInput.ofText("one"), ScreeningInput.ofText(""))));
    }

    @Test
    void shouldKeepThePartsOfAnInputWithAnImage() {
        // When
        ScreeningRequest request = read("{\"input\":[{\"type\":\"text\",\"text\":\"one\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}");

        // Then
        assertThat(request.inputs()).singleElement().satisfies(input -> {
            assertThat(input.text()).isEqualTo("one");
            assertThat(input.parts()).hasSize(2);
        });
    }

    private ScreeningRequest read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
