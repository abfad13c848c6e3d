package io.tollgate.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartProcessTest {
    @TempDir
    Path home;

    /** A part that is a shell command, ready when it has created a file. */
    private record ShellPart(String script, Path readyFile) implements Part {
        @Override
        public String name() {
            return "shell";
        }

        @Override
        public ProcessBuilder command() {
            return new ProcessBuilder("sh", "-c", script);
        }

        @Override
        public boolean isReady() {
            return Files.exists(readyFile);
        }
    }

    private ShellPart part(String script) {
        return new ShellPart(script, home.resolve("ready"));
    }

    @Test
    void shouldEndWhatAnEarlierLauncherLeftBehindBeforeAStart() throws Exception {
        // Given: a process whose owner forgot it
        PartProcess forgotten = new PartProcess(part("exec sleep 600"), home);
        forgotten.launch();
        long leftover = forgotten.pid().orElseThrow();
        PartProcess next = new PartProcess(part("exec sleep 600"), home);

        // When
        next.launch();

        // Then
        assertThat(forgotten.isAlive()).isFalse();
        assertThat(next.pid().orElseThrow()).isNotEqualTo(leftover);
        next.kill();
    }

    @Test
    void shouldSayWhichPartEndedAndWhereItsLogIs() throws Exception {
        // Given
        PartProcess process = new PartProcess(part("echo the reason; exit 3"), home);
        process.launch();

        // When / Then
        assertThatThrownBy(process::awaitReady)
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("shell: ended with exit code 3")
                .hasMessageContaining("shell.log");
        await().untilAsserted(
                        () -> assertThat(RotatingLog.tail(process.log(), 100)).isEqualTo("the reason\n"));
    }

    @Test
    void shouldKillAProcessThatDoesNotEndWhenAsked() throws Exception {
        // Given
        Part stubborn = new StubbornPart(home.resolve("ready"));
        PartProcess process = new PartProcess(stubborn, home);
        process.launch();
        process.awaitReady();

        // When
        process.stop();

        // Then
        assertThat(process.isAlive()).isFalse();
    }

    private record StubbornPart(Path readyFile) implements Part {
        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public ProcessBuilder command() {
            return new ProcessBuilder(
                    "sh", "-c", "trap '' TERM; touch '" + readyFile + "'; while true; do sleep 1; done");
        }

        @Override
        public boolean isReady() {
            return Files.exists(readyFile);
        }

        @Override
        public Duration stopDeadline() {
            return Duration.ofMillis(200);
        }
    }

    @Test
    void shouldHideVariablesFromTheProcess() throws Exception {
        // Given
        String hidden = "HOME";
        assertThat(System.getenv()).containsKey(hidden);
        PartProcess process = new PartProcess(part("env; echo end"), home, hidden::equals);

        // When
        process.launch();

        // Then
        await().untilAsserted(() ->
                assertThat(RotatingLog.tail(process.log(), 100_000)).endsWith("end\n"));
        assertThat(RotatingLog.tail(process.log(), 100_000).lines()).noneMatch(line -> line.startsWith(hidden + "="));
    }

    @Test
    void shouldGiveWayToOthersAndKeepItsProcessIdWhenInTheBackground() throws Exception {
        // Given
        PartProcess usual = new PartProcess(part("ps -o ni= -p $$; echo end"), home.resolve("usual"));
        PartProcess background = new PartProcess(
                new BackgroundPart(part("echo $$; ps -o ni= -p $$; exec sleep 600")), home.resolve("background"));
        usual.launch();
        await().untilAsserted(
                        () -> assertThat(RotatingLog.tail(usual.log(), 1_000)).endsWith("end\n"));
        int usualNiceness = Integer.parseInt(RotatingLog.tail(usual.log(), 1_000)
                .lines()
                .findFirst()
                .orElseThrow()
                .strip());

        // When
        background.launch();

        // Then
        await().untilAsserted(() -> assertThat(
                        RotatingLog.tail(background.log(), 1_000).lines().map(String::strip))
                .containsExactly(
                        Long.toString(background.pid().orElseThrow()),
                        Integer.toString(Math.min(19, usualNiceness + 10))));
        background.kill();
    }
}
