package io.tollgate.chat.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.chat.completion.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private static final String TYPE = "multipart/form-data; charset=utf-8; boundary=\"a b\"";

    private static MultipartBody parse(String body) throws InvalidRequestException {
        return MultipartBody.parse(body.getBytes(UTF_8), TYPE);
    }

    private static String field(String name, String value) {
        return "--a b\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; filename=\"x\"; name=\"" + name
                + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void shouldFindEachFieldWhereItStands() throws InvalidRequestException {
        // Given
        String file = "this --a b is no boundary\r\n\r\n\0";

        // When
        MultipartBody form = parse(field("file", file) + field("model", "whisper-1") + "--a b--\r\n");

        // Then
        assertThat(form.content(form.only("model").orElseThrow())).isEqualTo("whisper-1");
        assertThat(form.content(form.only("file").orElseThrow())).isEqualTo(file);
        assertThat(form.sizeOf("file")).isEqualTo(file.length());
        assertThat(form.only("prompt")).isEmpty();
        assertThat(form.sizeOf("image")).isEqualTo(-1);
    }

    @Test
    void shouldRefuseAFieldThatIsGivenTwice() throws InvalidRequestException {
        // Given
        MultipartBody form = parse(field("model", "a") + field("model", "b") + "--a b--");

        // When, Then
        assertThatThrownBy(() -> form.only("model"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("given twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--a b", "--a b\r\n", "--a b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\nvalue"})
    void shouldRefuseAFormThatIsNotComplete(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldRefuseMoreFieldsThanAFormCanHave() {
        assertThatThrownBy(() -> parse(field("x", "y").repeat(65) + "--a b--"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("at most 64 fields");
    }
}
