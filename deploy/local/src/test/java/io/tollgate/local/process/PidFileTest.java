package io.tollgate.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldFindTheRememberedProcess() throws IOException {
        // Given
        PidFile file = new PidFile(directory.resolve("own.pid"));
        file.write(ProcessHandle.current());

        // When / Then
        assertThat(file.liveProcess()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeAStrangerForTheRememberedProcess() throws IOException {
        // Given: the id was given to another process, which started at another time
        Path path = directory.resolve("stranger.pid");
        Files.write(path, List.of(Long.toString(ProcessHandle.current().pid()), "2020-01-01T00:00:00Z"));

        // When / Then
        assertThat(new PidFile(path).liveProcess()).isEmpty();
    }

    @Test
    void shouldFindNothingWhenTheProcessHasEnded() throws Exception {
        // Given
        Process process = new ProcessBuilder("sleep", "60").start();
        PidFile file = new PidFile(directory.resolve("ended.pid"));
        file.write(process.toHandle());

        // When
        process.destroyForcibly().waitFor();

        // Then
        assertThat(file.liveProcess()).isEmpty();
    }

    @Test
    void shouldFindNothingWhenNothingIsRemembered() throws IOException {
        // When / Then
        assertThat(new PidFile(directory.resolve("absent.pid")).liveProcess()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatIsNoPidFile() throws IOException {
        // Given
        Path path = Files.writeString(directory.resolve("broken.pid"), "17");

        // When / Then
        assertThatThrownBy(() -> new PidFile(path).liveProcess())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.pid");
    }
}
