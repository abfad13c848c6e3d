package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.local.process.JavaCommand;
import io.tollgate.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as its users see it, a process of its own, with the real servers; stand-ins take the services' place. */
@Timeout(180)
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path checkout;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<Process, Path> outputs = new HashMap<>();
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        home = checkout.resolve("home");
        environment.put("TOLLGATE_HOME", home.toString());
        environment.put("PATH", pathOf("sh", "unshare", "true", "uname").toString());
        for (Service service : Service.values()) {
            Path jar = service.jar(checkout);
            Files.createDirectories(jar.getParent());
            writeStandIn(jar);
        }
        Ports ports = new Ports();
        for (Service service : Service.values()) {
            environment.put(
                    service.portVariable(), Integer.toString(ports.pickWithOneAbove(Service.managementPort(0))));
        }
    }

    @AfterEach
    void stopWhatRuns() throws Exception {
        assertThat(launch("down").waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void shouldStartSevenProcessesSayWhatRunsAndStopThem() throws Exception {
        // Given
        Process up = launch("up");
        awaitReady(up);
        Map<String, Long> processes = SuiteFile.read(home).processes();

        // When
        Process second = launch("up");
        Process down = launch("down");

        // Then
        assertThat(processes)
                .containsOnlyKeys(
                        "kafka",
                        "postgresql",
                        "redis",
                        "simulator",
                        "moderation-service",
                        "billing-service",
                        "chat-service");
        assertThat(second.waitFor()).isZero();
        assertThat(output(second))
                .contains("already running")
                .contains("http://localhost:" + environment.get("TOLLGATE_CHAT_PORT"));
        assertThat(down.waitFor()).isZero();
        assertThat(up.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.values())
                .noneMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
        assertThat(SuiteFile.path(home)).doesNotExist();
        String said = output(up);
        assertThat(said)
                .contains(
                        "the simulated model answers",
                        "curl http://localhost:",
                        "chat-service stopped",
                        "postgresql stopped",
                        "kafka stopped");
        assertThat(Files.readString(home.resolve("logs/launcher.log"))).doesNotContain("sk-admin-", "sk-tg-");
    }

    @Test
    void shouldStartAgainWithItsKeysWhenTheLauncherWasKilled() throws Exception {
        // Given
        Process killed = launch("up");
        awaitReady(killed);
        SuiteFile.Content before = SuiteFile.read(home);
        killed.destroyForcibly().waitFor();
        Files.delete(SuiteFile.path(home));

        // When
        Process next = launch("up");
        awaitReady(next);

        // Then
        SuiteFile.Content after = SuiteFile.read(home);
        assertThat(after.keys()).isEqualTo(before.keys());
        assertThat(after.processes().values())
                .doesNotContainAnyElementsOf(before.processes().values());
        assertThat(output(next)).contains("left behind by a launcher that was killed");
    }

    @Test
    void shouldLetGoOfItsOutputWhenReadyAndDetached() throws Exception {
        // Given
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.mainClass(
                        Launcher.class, "96m", JavaCommand.SMALL, checkout.toString(), "up", "--detach"))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);

        // When
        Process up = builder.start();
        String untilItLetGo = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(untilItLetGo).contains("Tollgate is running", "curl http://localhost:");
        assertThat(up.isAlive()).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where a process's environment can be read
    void shouldGiveEachProcessNoSecretButThoseItNeeds() throws Exception {
        // Given
        environment.put("OPENAI_API_KEY", "secret-provider");
        environment.put("SOME_TOKEN", "secret-token");
        environment.put("TOLLGATE_ADMIN_KEY", "sk-admin-" + "secret-admin".repeat(3));

        // When
        awaitReady(launch("up"));

        // Then
        SuiteFile.Content suite = SuiteFile.read(home);
        String state = Files.readString(home.resolve("state.properties"));
        String password = state.lines()
                .filter(line -> line.startsWith("password.postgresql="))
                .findFirst()
                .orElseThrow()
                .substring("password.postgresql=".length());
        for (Map.Entry<String, Long> process : suite.processes().entrySet()) {
            String name = process.getKey();
            String variables =
                    Files.readString(Path.of("/proc", process.getValue().toString(), "environ"));
            assertThat(variables.contains("secret-provider")).as(name).isEqualTo(name.equals("chat-service"));
            assertThat(variables.contains("secret-admin")).as(name).isEqualTo(name.equals("billing-service"));
            assertThat(variables.contains(suite.keys().demo())).as(name).isEqualTo(name.equals("billing-service"));
            assertThat(variables.contains(password))
                    .as(name)
                    .isEqualTo(Set.of("billing-service", "moderation-service").contains(name));
            assertThat(variables.contains("secret-token")).as(name).isEqualTo(name.endsWith("-service"));
        }
    }

    @Test
    void shouldNameTheTakenPortAndTheVariableToChange() throws Exception {
        // Given
        int port = Integer.parseInt(environment.get("TOLLGATE_BILLING_PORT"));
        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            // When
            Process up = launch("up");

            // Then
            assertThat(up.waitFor()).isEqualTo(2);
            assertThat(output(up)).contains("Port " + stranger.getLocalPort(), "TOLLGATE_BILLING_PORT");
        }
    }

    @Test
    void shouldShowTheReasonAndStopEverythingWhenAPartDoesNotStart() throws Exception {
        // Given
        environment.put("STAND_IN_THAT_FAILS", environment.get("TOLLGATE_MODERATION_PORT"));

        // When
        Process up = launch("up");

        // Then
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output(up))
                .contains(
                        "moderation-service: ended with exit code 5",
                        "the reason why it cannot start",
                        "moderation-service.log")
                .contains("kafka stopped");
        assertThat(SuiteFile.path(home)).doesNotExist();
    }

    @Test
    void shouldSayWhichPackageIsMissing() throws Exception {
        // Given
        Files.delete(Service.CHAT.jar(checkout));

        // When
        Process up = launch("up");

        // Then
        assertThat(up.waitFor()).isEqualTo(2);
        assertThat(output(up)).contains("Not built", "chat-service");
    }

    /** A directory with nothing but these of the machine's programs, as a small container image has. */
    private Path pathOf(String... programs) throws IOException {
        Path directory = Files.createDirectories(checkout.resolve("bin"));
        for (String program : programs) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path found = Path.of(place, program);
                if (Files.isExecutable(found) && Files.notExists(directory.resolve(program))) {
                    Files.createSymbolicLink(directory.resolve(program), found);
                }
            }
        }
        return directory;
    }

    private Process launch(String command) throws IOException {
        Path output = Files.createTempFile(checkout, command, ".out");
        ProcessBuilder builder = new ProcessBuilder(
                        JavaCommand.mainClass(Launcher.class, "96m", JavaCommand.SMALL, checkout.toString(), command))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        outputs.put(process, output);
        return process;
    }

    private void awaitReady(Process up) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(output(up)).contains("Stop it with deploy/local/down ("));
    }

    private String output(Process process) throws IOException {
        return Files.readString(Objects.requireNonNull(outputs.get(process)), StandardCharsets.UTF_8);
    }

    private static void writeStandIn(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
        String classes = StandInService.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
