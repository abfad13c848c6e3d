package io.tollgate.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {
    @TempDir
    Path directory;

    @Test
    void shouldKeepAtMostTwoFilesOfTheLimit() throws IOException {
        // Given
        Path file = directory.resolve("part.log");

        // When
        try (RotatingLog log = new RotatingLog(file, 100)) {
            for (int line = 0; line < 100; line++) {
                log.write("line %03d\n".formatted(line).getBytes(StandardCharsets.UTF_8));
            }
        }

        // Then
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("part.log", "part.log.1");
        assertThat(Files.size(file)).isLessThanOrEqualTo(100);
        assertThat(Files.size(directory.resolve("part.log.1"))).isLessThanOrEqualTo(100);
        assertThat(RotatingLog.tail(file, 9)).isEqualTo("line 099\n");
    }

    @Test
    void shouldGoOnWithTheFileOfAnEarlierRun() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("part.log"), "before\n");

        // When
        try (RotatingLog log = new RotatingLog(file, 100)) {
            log.write("after\n".getBytes(StandardCharsets.UTF_8));
        }

        // Then
        assertThat(RotatingLog.tail(file, 1_000)).isEqualTo("before\nafter\n");
    }
}
