package io.tollgate.local.launcher;

import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.Ports;
import io.tollgate.local.process.RotatingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Main of {@code deploy/local/up} and {@code deploy/local/down}. Exit codes: 0 done, 1 failed, 2 wrong settings or usage. */
public final class Launcher {
    private static final int LOG_TAIL_BYTES = 4_096;
    private static final int STOP_SECONDS = 180;

    private final Settings settings;
    private final Console console;

    private Launcher(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** Arguments: the checkout, then {@code up}, {@code up --detach} or {@code down}. */
    public static void main(String[] arguments) throws InterruptedException {
        String command = arguments.length < 2 ? "" : String.join(" ", arguments).substring(arguments[0].length() + 1);
        System.exit(run(Path.of(arguments[0]).toAbsolutePath().normalize(), command));
    }

    private static int run(Path checkout, String command) throws InterruptedException {
        try {
            Settings settings = Settings.of(checkout, new Variables(System.getenv()));
            Path log = settings.home().resolve("logs/launcher.log");
            Launcher launcher = new Launcher(settings, new Console(System.out, log, InstantSource.system()));
            return switch (command) {
                case "up" -> launcher.up(false);
                case "up --detach" -> launcher.up(true);
                case "down" -> launcher.down();
                default -> throw new InvalidSettingsException("Usage: deploy/local/up [--detach], deploy/local/down");
            };
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("Tollgate failed: " + e.getMessage());
            return 1;
        }
    }

    private int up(boolean detach) throws IOException, InvalidSettingsException, InterruptedException {
        Optional<LauncherLock> lock = LauncherLock.take(settings.home());
        if (lock.isEmpty()) {
            sayWhatRuns();
            return 0;
        }
        try {
            StartUp startUp = new StartUp(settings, console);
            Suite suite = startUp.prepare();
            Supervisor supervisor = new Supervisor(new SuiteFile(settings.home(), suite.urls(), suite.keys()), console);
            return run(startUp, suite, supervisor, detach);
        } finally {
            lock.get().close();
        }
    }

    /** Starts the suite and keeps it until this JVM is asked to end, or the start fails. */
    private int run(StartUp startUp, Suite suite, Supervisor supervisor, boolean detach)
            throws IOException, InvalidSettingsException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            supervisor.stop();
                            stopped.countDown();
                        },
                        "stop"));
        boolean ready = false;
        try {
            startUp.start(suite, suite.services(), supervisor);
            showSummary(suite);
            ready = true;
        } catch (PartFailedException failed) {
            if (!supervisor.isStopping()) {
                explain(failed);
            }
        } finally {
            if (!ready) {
                supervisor.stop();
            }
        }
        if (ready) {
            if (detach) {
                console.detach();
                // Both are the same pipe to whoever waits.
                System.err.close();
            }
            stopped.await();
        }
        return ready ? 0 : 1;
    }

    private void showSummary(Suite suite) throws IOException, InterruptedException {
        boolean simulated = settings.routes().isEmpty() && suite.routesFile().isSimulated();
        Optional<String> model = settings.routes().isEmpty()
                ? Optional.of(suite.routesFile().firstModel())
                : Summary.firstModel(suite.urls().getOrDefault("chat", ""), suite.keys());
        console.say("Ready");
        console.show(new Summary(suite.urls(), suite.keys(), settings.home(), simulated, model).text());
    }

    private void explain(PartFailedException failed) throws IOException {
        console.say("Tollgate could not start. " + failed.getMessage());
        console.show("The last lines of " + failed.log() + ":");
        console.show(RotatingLog.tail(failed.log(), LOG_TAIL_BYTES));
    }

    private void sayWhatRuns() throws IOException {
        if (!Files.exists(SuiteFile.path(settings.home()))) {
            console.show("Another launcher is starting or stopping the suite in " + settings.home());
            return;
        }
        SuiteFile.Content running = SuiteFile.read(settings.home());
        console.show("Tollgate is already running in " + settings.home() + ":");
        running.urls().forEach((name, url) -> console.show(String.format("  %-20s %s", name, url)));
        running.processes().forEach((name, pid) -> console.show(String.format("  %-20s process %d", name, pid)));
        console.show("Its keys are in " + SuiteFile.path(settings.home()) + ". Stop it with deploy/local/down.");
    }

    private int down() throws IOException, InvalidSettingsException, InterruptedException {
        Optional<ProcessHandle> launcher = LauncherLock.holder(settings.home()).liveProcess();
        if (launcher.isPresent()) {
            console.show("Stopping Tollgate in " + settings.home());
            launcher.get().destroy();
            try {
                launcher.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                console.show("The launcher (process " + launcher.get().pid() + ") has not ended after " + STOP_SECONDS
                        + " s");
                return 1;
            }
            console.show("Stopped");
            return 0;
        }
        Suite suite = new Suite(settings, KeptState.open(settings.home(), new Ports()));
        int ended = new Leftovers(suite, console).end();
        Files.deleteIfExists(SuiteFile.path(settings.home()));
        console.show(ended == 0 ? "Nothing is running in " + settings.home() : "Stopped");
        return 0;
    }
}
