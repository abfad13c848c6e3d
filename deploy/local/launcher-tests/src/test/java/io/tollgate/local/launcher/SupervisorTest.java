package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.local.process.Part;
import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.PartProcess;
import io.tollgate.local.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's machinery with the real servers; the services are left out. */
class SupervisorTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Suite suite;
    private Supervisor supervisor;

    @BeforeEach
    void prepare() throws Exception {
        Settings settings = Settings.of(home, new Variables(Map.of("TOLLGATE_HOME", home.toString())));
        suite = new Suite(settings, KeptState.open(home, new Ports()));
        Console console = new Console(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                home.resolve("logs/launcher.log"),
                InstantSource.system());
        supervisor = new Supervisor(new SuiteFile(home, suite.urls(), suite.keys()), console);
    }

    @AfterEach
    void stop() {
        supervisor.stop();
    }

    @Test
    void shouldRestartWhateverIsKilledAndPutDownItsNewProcessId() throws Exception {
        // Given
        supervisor.start(suite.servers().stream().map(suite::process).toList());
        Map<String, Long> before = SuiteFile.read(home).processes();
        assertThat(before).containsOnlyKeys("kafka", "postgresql", "redis", "simulator");

        // When
        before.values().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Long> after = SuiteFile.read(home).processes();
            assertThat(after.values()).doesNotContainAnyElementsOf(before.values());
            assertThat(suite.servers()).allMatch(Part::isReady);
        });
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("redis ended unexpectedly (exit code 137");
    }

    @Test
    void shouldStopEverythingInReverseAndTakeTheSuiteFileAway() throws Exception {
        // Given
        supervisor.start(List.of(process("redis")));
        supervisor.start(List.of(process("simulator")));
        List<ProcessHandle> processes = SuiteFile.read(home).processes().values().stream()
                .map(ProcessHandle::of)
                .map(Optional::orElseThrow)
                .toList();

        // When
        supervisor.stop();

        // Then
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(SuiteFile.path(home)).doesNotExist();
        assertThat(output.toString(StandardCharsets.UTF_8)).containsSubsequence("simulator stopped", "redis stopped");
    }

    @Test
    void shouldFailWithThePartThatDoesNotStart() {
        // Given
        Part broken = new BrokenPart();

        // When / Then
        assertThatThrownBy(() -> supervisor.start(List.of(process("redis"), new PartProcess(broken, home))))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("broken: ended with exit code 7");
    }

    @Test
    void shouldEndWhatAKilledLauncherLeftBehind() throws Exception {
        // Given: started by nobody that still cares
        PartProcess forgotten = process("redis");
        forgotten.launch();
        forgotten.awaitReady();
        Console console = new Console(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                home.resolve("logs/launcher.log"),
                InstantSource.system());

        // When
        int ended = new Leftovers(suite, console).end();

        // Then
        assertThat(ended).isEqualTo(1);
        assertThat(forgotten.isAlive()).isFalse();
    }

    @Test
    void shouldWriteTheSuiteFileForItsOwnerAlone() throws Exception {
        // When
        supervisor.start(List.of(process("redis")));

        // Then
        SuiteFile.Content content = SuiteFile.read(home);
        assertThat(content.urls())
                .isEqualTo(Map.of(
                        "chat", "http://localhost:8080",
                        "moderation", "http://localhost:8081",
                        "billing", "http://localhost:8082"));
        assertThat(content.keys()).isEqualTo(suite.keys());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SuiteFile.path(home))))
                .isEqualTo("rw-------");
    }

    private PartProcess process(String name) {
        return suite.servers().stream()
                .filter(part -> part.name().equals(name))
                .map(suite::process)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTryAgainWhenAPartThatWasReadyCannotBeLaunched() throws Exception {
        // Given
        FullDiskPart part = new FullDiskPart(new AtomicInteger());
        supervisor.start(List.of(new PartProcess(part, home)));
        long first = SuiteFile.read(home).processes().getOrDefault("full-disk", 0L);

        // When
        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        // Then
        await().untilAsserted(() -> assertThat(SuiteFile.read(home).processes().get("full-disk"))
                .isNotEqualTo(first)
                .satisfies(next -> assertThat(ProcessHandle.of(next)).isPresent()));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("no space left", "nor here: starting it again");
        assertThat(part.launches()).hasValue(4);
    }

    /** Cannot be launched the second and third time. */
    private record FullDiskPart(AtomicInteger launches) implements Part {
        @Override
        public String name() {
            return "full-disk";
        }

        @Override
        public ProcessBuilder command() throws IOException {
            int launch = launches.incrementAndGet();
            if (launch == 2) {
                throw new IOException("no space left");
            }
            if (launch == 3) {
                throw new IllegalStateException("nor here");
            }
            return new ProcessBuilder("sleep", "600");
        }

        @Override
        public boolean isReady() {
            return true;
        }
    }

    private record BrokenPart() implements Part {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public ProcessBuilder command() throws IOException {
            return new ProcessBuilder("sh", "-c", "exit 7");
        }

        @Override
        public boolean isReady() {
            return false;
        }
    }
}
