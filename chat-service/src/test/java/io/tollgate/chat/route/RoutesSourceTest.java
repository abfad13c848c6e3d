package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesSourceTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheFile() throws IOException, InvalidRoutesException {
        // Given
        Path file = Files.writeString(
                directory.resolve("routes.yaml"),
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: \"${KEY}\"}}");

        // When
        Routes routes = RoutesSource.read(file, Map.of("KEY", "k")::get);

        // Then
        assertThat(routes.providers()).extracting(Provider::name).containsExactly("one");
    }

    @Test
    void shouldNameTheFileAndTheSettingWhenItCannotBeRead() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(1024 * 1024 + 1));
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});

        assertRefused(missing, "the routes file " + missing + " does not exist");
        assertRefused(large, "the routes file " + large + " has more than 1048576 bytes");
        assertRefused(binary, "the routes file " + binary + " is not UTF-8");
    }

    private static void assertRefused(Path file, String message) {
        assertThatIOException()
                .isThrownBy(() -> RoutesSource.read(file, Map.<String, String>of()::get))
                .withMessage(message + "; it is set by TOLLGATE_CONFIG (tollgate.routes.file)");
    }
}
