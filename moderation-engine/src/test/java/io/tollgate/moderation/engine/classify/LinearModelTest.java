package io.tollgate.moderation.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"en.model", "zh.model"})
    void shouldCarryTheWeightsThatTheDataCardNames(String name) throws Exception {
        // When
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(resource(name)));

        // Then
        String line = checksum + "  " + name;
        assertThat(new String(resource("SHA256SUMS"), StandardCharsets.UTF_8)).contains(line);
        assertThat(new String(resource("DATA-CARD.md"), StandardCharsets.UTF_8)).contains(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en.model", "zh.model"})
    void shouldWriteWhatItReads(String name) throws IOException {
        // Given
        byte[] bytes = resource(name);

        // When
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        read(bytes).write(new DataOutputStream(written));

        // Then
        assertThat(written.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws IOException {
        // Given
        byte[] bytes = resource("zh.model");
        byte[] other = bytes.clone();
        other[0]++;
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        // When
        var readingOther = assertThatThrownBy(() -> read(other));
        var readingShort = assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 1)));
        var readingLonger = assertThatThrownBy(() -> read(longer));

        // Then
        readingOther.isInstanceOf(IOException.class).hasMessageContaining("not a model");
        readingShort.isInstanceOf(IOException.class).hasMessageContaining("cut off");
        readingLonger.isInstanceOf(IOException.class).hasMessageContaining("behind its end");
    }

    @Test
    void shouldRefuseHeadThatBlocksBeforeItFlags() {
        // When
        var building = assertThatThrownBy(() -> new Head("hate", 1, 0, 1, 0, 0.5f, 0.4f));

        // Then
        building.hasMessageContaining("hate").hasMessageContaining("0.5");
    }

    private static LinearModel read(byte[] bytes) throws IOException {
        return LinearModel.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(LinearModel.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        }
    }
}
