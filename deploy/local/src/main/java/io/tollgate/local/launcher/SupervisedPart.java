package io.tollgate.local.launcher;

import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.PartProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps one part running from its start until it is told to stop, on a thread of its own. */
final class SupervisedPart {
    private final PartProcess process;
    private final SuiteFile suiteFile;
    private final Console console;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final RestartDelay delay = new RestartDelay();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long launchedNanos;

    SupervisedPart(PartProcess process, SuiteFile suiteFile, Console console) {
        this.process = process;
        this.suiteFile = suiteFile;
        this.console = console;
    }

    String name() {
        return process.part().name();
    }

    /** Starts the part. The future completes when it is ready for the first time, with {@link PartFailedException} if it fails. */
    CompletableFuture<Void> start() {
        Thread.ofPlatform().daemon().name("supervisor-" + name()).start(this::supervise);
        return firstReady;
    }

    /** Ends the part, whatever it is doing, and returns when it is gone. */
    void stop() throws IOException, InterruptedException {
        stopping.countDown();
        stopProcess();
        ended.await();
        // A start that was under way when the first one was asked to end.
        stopProcess();
    }

    private synchronized void stopProcess() throws IOException, InterruptedException {
        process.stop();
    }

    private void supervise() {
        try {
            String end = live();
            while (!isStopping()) {
                Duration wait = delay.after(Duration.ofNanos(System.nanoTime() - launchedNanos));
                console.say(end + ": starting it again" + (wait.isZero() ? "" : " in " + wait.toMillis() + " ms"));
                if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                end = liveAgain();
            }
        } catch (PartFailedException | IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } finally {
            ended.countDown();
        }
    }

    /** One life of the process, from its launch to its end; returns how it ended, for people. */
    private String live() throws PartFailedException, IOException, InterruptedException {
        if (!launch()) {
            return name() + " was told to stop";
        }
        reportReady();
        int exitCode = process.onExit().join().exitValue();
        return name() + " ended unexpectedly (exit code " + exitCode + ", log " + process.log() + ")";
    }

    /** A launch that fails (a full disk, no process to be had) is a death like any other once the part was ready. */
    private String liveAgain() throws InterruptedException {
        try {
            return live();
        } catch (PartFailedException | IOException | RuntimeException e) {
            return e.getMessage() == null ? name() + " failed: " + e : e.getMessage();
        }
    }

    private void fail(Exception e) {
        if (!firstReady.completeExceptionally(e) && !isStopping()) {
            console.say(name() + " cannot be kept running: " + e.getMessage());
        }
    }

    /** Returns false if the part was told to stop meanwhile. */
    private synchronized boolean launch() throws PartFailedException, IOException, InterruptedException {
        if (isStopping()) {
            return false;
        }
        launchedNanos = System.nanoTime();
        if (process.isAlive()) {
            // One whose start failed half-way.
            process.stop();
        }
        process.launch();
        putDown();
        return true;
    }

    /** For scripts: that a later process id cannot be put down is no reason to end the part. */
    private void putDown() throws IOException {
        try {
            suiteFile.processStarted(name(), process.pid().orElse(0L));
        } catch (IOException e) {
            if (!firstReady.isDone()) {
                throw e;
            }
            console.say(
                    "suite.json cannot be written, its process id of " + name() + " is outdated: " + e.getMessage());
        }
    }

    /** A failure of the first start is the suite's; a later one ends in another restart. */
    private void reportReady() throws PartFailedException, InterruptedException {
        try {
            process.awaitReady();
            double seconds = (System.nanoTime() - launchedNanos) / 1e9;
            console.say(String.format("  %-20s ready after %.1f s", name(), seconds));
            firstReady.complete(null);
        } catch (PartFailedException e) {
            if (!firstReady.isDone()) {
                throw e;
            }
            if (!isStopping()) {
                console.say("After its restart, " + e.getMessage());
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}
