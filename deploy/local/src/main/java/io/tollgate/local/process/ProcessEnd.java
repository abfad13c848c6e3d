package io.tollgate.local.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for the end of a process that may be somebody else's child. */
public final class ProcessEnd {
    private static final long POLL_MILLIS = 50;

    private ProcessEnd() {}

    /**
     * Waits until the process does nothing any more. Looks again and again beside waiting: the end of an orphan is told to its new
     * parent alone, if that one listens.
     *
     * @return false if it still runs at the deadline
     */
    public static boolean awaited(ProcessHandle process, Duration deadline) throws InterruptedException {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        long end = System.nanoTime() + deadline.toNanos();
        while (PidFile.isRunning(process) && !completes(exit)) {
            if (System.nanoTime() > end) {
                return false;
            }
        }
        return true;
    }

    private static boolean completes(CompletableFuture<ProcessHandle> exit) throws InterruptedException {
        try {
            exit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for the end of a process", e);
        }
    }
}
