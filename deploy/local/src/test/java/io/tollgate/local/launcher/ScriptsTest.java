package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.local.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} and {@code down} in a checkout whose build and whose {@code java} are shell scripts. */
@Timeout(60)
class ScriptsTest {
    private static final String MAIN = "io.tollgate.local.launcher.Launcher";

    @TempDir
    Path checkout;

    private Path home;
    private Path jdk;
    private @Nullable Process other;

    @BeforeEach
    void prepare() throws IOException {
        home = checkout.resolve("home");
        jdk = checkout.resolve("jdk");
        Files.createDirectories(checkout.resolve("deploy/local"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(jdk.resolve("bin"));
        for (String script : List.of("up", "down", "running.sh")) {
            Files.copy(Path.of(script), checkout.resolve("deploy/local").resolve(script));
        }
        Files.copy(Path.of("../../.mvn/jdk.sh"), checkout.resolve(".mvn/jdk.sh"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        script(jdk.resolve("bin/javac"), "exit 1");
        script(checkout.resolve("mvnw"), """
                touch built
                mkdir -p deploy/local/target {billing,moderation,chat}-service/target/quarkus-app
                """);
    }

    @AfterEach
    void end() throws InterruptedException {
        Process started = other;
        if (started != null) {
            started.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldSayWhatRunsBeforeAnythingIsBuilt() throws Exception {
        // Given
        runOther("java " + MAIN + " /checkout up");
        Files.writeString(home.resolve("suite.json"), "{\n  \"urls\" : {\n    \"chat\" : \"http://localhost:18080\"\n");

        // When
        Process up = run("up");

        // Then
        assertThat(up.waitFor()).isZero();
        assertThat(output()).contains("already running", "chat http://localhost:18080");
        assertThat(checkout.resolve("built")).doesNotExist();
    }

    @Test
    void shouldStopALauncherWhosePackageWasCleanedAway() throws Exception {
        // Given
        Process launcher = runOther("java " + MAIN + " /checkout up --detach");

        // When
        Process down = run("down");

        // Then
        assertThat(down.waitFor()).isZero();
        assertThat(output()).contains("Stopped").doesNotContain("Nothing is running");
        assertThat(launcher.isAlive()).isFalse();
    }

    @Test
    void shouldLeaveAStrangerAloneThatWasGivenTheIdOfALauncher() throws Exception {
        // Given
        Process stranger = runOther("a stranger");

        // When
        Process down = run("down");

        // Then
        assertThat(down.waitFor()).isZero();
        assertThat(output()).contains("Nothing is running");
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void shouldFailWhenADetachedStartIsInterrupted() throws Exception {
        // Given
        script(jdk.resolve("bin/java"), """
                trap 'touch stopped; exit 143' TERM
                echo Starting
                while true; do sleep 0.1; done
                """);
        Process up = run("up", "--detach");
        await().untilAsserted(() -> assertThat(output()).contains("Starting"));

        // When
        up.destroy();

        // Then
        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(checkout.resolve("stopped")).exists();
    }

    @Test
    void shouldFailWhenADetachedLauncherEndsBeforeTheSuiteIsReady() throws Exception {
        // Given
        script(jdk.resolve("bin/java"), "echo It cannot start; exit 2");

        // When
        Process up = run("up", "--detach");

        // Then
        assertThat(up.waitFor()).isEqualTo(2);
        assertThat(output()).contains("It cannot start");
    }

    @Test
    void shouldLeaveADetachedLauncherRunningWhenTheSuiteIsReady() throws Exception {
        // Given
        script(jdk.resolve("bin/java"), """
                echo 'Tollgate is running.'
                echo $$ >launcher.id
                exec sleep 600 >/dev/null 2>&1
                """);

        // When
        Process up = run("up", "--detach");

        // Then
        assertThat(up.waitFor()).isZero();
        long launcher =
                Long.parseLong(Files.readString(checkout.resolve("launcher.id")).strip());
        assertThat(ProcessHandle.of(launcher).orElseThrow().destroyForcibly()).isTrue();
    }

    /** A process with this command line, whose id is in the launcher's pid file. */
    private Process runOther(String commandLine) throws IOException {
        Process started = new ProcessBuilder("bash", "-c", "exec -a '" + commandLine + "' sleep 600").start();
        other = started;
        await().until(() -> !started.info().command().orElse("bash").endsWith("bash"));
        new PidFile(home.resolve("run/launcher.pid")).write(started.toHandle());
        return started;
    }

    private Process run(String script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "deploy/local/" + script, String.join(" ", arguments))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("output").toFile());
        builder.environment().put("TOLLGATE_HOME", home.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(checkout.resolve("output"));
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
