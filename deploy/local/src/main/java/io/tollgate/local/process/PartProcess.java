package io.tollgate.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link Part}: at most one process of it at a time, known by a pid file that outlives this JVM, so that a process left
 * behind by a killed launcher is ended before its port and data are used again. Not thread-safe: one owner calls it.
 */
public final class PartProcess {
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 50;

    private final Part part;
    private final Path log;
    private final PidFile pidFile;
    private final Predicate<String> hiddenVariables;
    private volatile @Nullable Process process;

    public PartProcess(Part part, Path home) {
        this(part, home, name -> false);
    }

    /**
     * @param home the directory of the suite: logs go to {@code logs/<name>.log}, the process id to {@code run/<name>.pid}
     * @param hiddenVariables names what the process does not get to see of its environment
     */
    public PartProcess(Part part, Path home, Predicate<String> hiddenVariables) {
        this.part = part;
        this.hiddenVariables = hiddenVariables;
        this.log = home.resolve("logs").resolve(part.name() + ".log");
        this.pidFile = new PidFile(home.resolve("run").resolve(part.name() + ".pid"));
    }

    public Part part() {
        return part;
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** The id of the running process; empty if none runs. */
    public Optional<Long> pid() {
        Process current = process;
        return current == null || !current.isAlive() ? Optional.empty() : Optional.of(current.pid());
    }

    /** Completes when the process that runs now has ended, however it ended. */
    public CompletableFuture<Process> onExit() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(part.name() + " was never started");
        }
        return current.onExit();
    }

    /**
     * Starts the process, without waiting for it to be ready. A leftover of an earlier launcher is ended first.
     *
     * @throws PartFailedException if it cannot be started
     */
    public void launch() throws PartFailedException, InterruptedException {
        if (isAlive()) {
            throw new IllegalStateException(part.name() + " runs already");
        }
        try {
            reapLeftover();
            ProcessBuilder command = part.command().redirectErrorStream(true);
            command.environment().keySet().removeIf(hiddenVariables);
            Process started = command.start();
            process = started;
            attend(started);
        } catch (IOException e) {
            throw failure("cannot be started: " + e.getMessage(), e);
        }
    }

    /** A process without a pid file would outlive a killed launcher, and one whose output nobody reads would stand still. */
    private void attend(Process started) throws IOException, InterruptedException {
        try {
            pidFile.write(started.toHandle());
            RotatingLog.pump(started.getInputStream(), log, part.name());
        } catch (IOException e) {
            kill();
            throw e;
        }
    }

    /**
     * Waits until the launched process answers.
     *
     * @throws PartFailedException if it ends, or does not answer within its deadline
     */
    public void awaitReady() throws PartFailedException, InterruptedException {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(part.name() + " was never started");
        }
        long deadline = System.nanoTime() + part.startDeadline().toNanos();
        while (!part.isReady()) {
            if (current.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failure("ended with exit code " + current.exitValue() + " before it was ready", null);
            }
            if (System.nanoTime() > deadline) {
                throw failure("not ready after " + part.startDeadline().toSeconds() + " s", null);
            }
        }
        // Another process on the same port would answer in its place.
        if (!current.isAlive()) {
            throw failure(
                    "ended with exit code " + current.exitValue() + " while something else answers on its port", null);
        }
        try {
            part.prepare();
        } catch (IOException e) {
            throw failure("cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** Ends the process in order, and kills it if it does not end within its deadline. */
    public void stop() throws IOException, InterruptedException {
        Process current = process;
        if (current != null && current.isAlive()) {
            part.requestStop(current.toHandle());
            if (!current.waitFor(part.stopDeadline().toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        }
        pidFile.delete();
    }

    /** SIGKILL: the process gets no chance to do anything. Returns when it is gone. */
    public void kill() throws IOException, InterruptedException {
        Process current = process;
        if (current != null && !current.destroyForcibly().waitFor(KILL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(part.name() + " (process " + current.pid() + ") survived SIGKILL");
        }
    }

    /** Whether a process that an earlier launcher started still runs. */
    public boolean hasLeftover() throws IOException {
        return pidFile.liveProcess().isPresent();
    }

    /** Ends the process that an earlier launcher left behind, if there is one. */
    public void reapLeftover() throws IOException, InterruptedException {
        Optional<ProcessHandle> leftover = pidFile.liveProcess();
        if (leftover.isPresent()) {
            part.requestStop(leftover.get());
            if (!ProcessEnd.awaited(leftover.get(), part.stopDeadline())) {
                leftover.get().destroyForcibly();
                if (!ProcessEnd.awaited(leftover.get(), KILL_DEADLINE)) {
                    throw new IOException("process " + leftover.get().pid() + " of an earlier start survived SIGKILL");
                }
            }
        }
        pidFile.delete();
    }

    private PartFailedException failure(String reason, @Nullable Throwable cause) {
        PartFailedException failure = new PartFailedException(part.name(), reason, log);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
