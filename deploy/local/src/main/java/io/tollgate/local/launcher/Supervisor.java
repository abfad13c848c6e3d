package io.tollgate.local.launcher;

import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.PartProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts the parts of a suite stage by stage, keeps them running, and stops them in reverse. */
final class Supervisor {
    private final SuiteFile suiteFile;
    private final Console console;
    private final List<List<SupervisedPart>> stages = new ArrayList<>();
    private volatile boolean stopped;

    Supervisor(SuiteFile suiteFile, Console console) {
        this.suiteFile = suiteFile;
        this.console = console;
    }

    /**
     * Starts these together and returns when all are ready.
     *
     * @throws PartFailedException if one does not become ready; the others run on until {@link #stop}
     */
    void start(List<PartProcess> stage) throws PartFailedException, IOException {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        synchronized (this) {
            if (stopped) {
                throw new IOException("The suite is being stopped");
            }
            List<SupervisedPart> parts = stage.stream()
                    .map(process -> new SupervisedPart(process, suiteFile, console))
                    .toList();
            stages.add(parts);
            parts.forEach(part -> starts.add(part.start()));
        }
        try {
            failingFast(starts).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof PartFailedException failed) {
                throw failed;
            }
            throw new IOException("A part cannot be started: " + e.getCause(), e);
        }
    }

    /** Completes when all have, or with the first failure. */
    private static CompletableFuture<Object> failingFast(List<CompletableFuture<Void>> starts) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        ends.add(CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)));
        // One that fails when its start does, and otherwise never ends.
        starts.forEach(start -> ends.add(start.thenCompose(ready -> new CompletableFuture<Void>())));
        return CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new));
    }

    /** Whether {@link #stop} was asked for: what fails from then on is no failure. */
    boolean isStopping() {
        return stopped;
    }

    /** Stops everything in the reverse of its start, one after the other. Further starts are refused. */
    void stop() {
        stopped = true;
        stopAll();
    }

    private synchronized void stopAll() {
        if (stages.isEmpty()) {
            return;
        }
        console.say("Stopping");
        for (List<SupervisedPart> stage : stages.reversed()) {
            for (SupervisedPart part : stage.reversed()) {
                stop(part);
            }
        }
        stages.clear();
        try {
            suiteFile.delete();
        } catch (IOException e) {
            console.say("suite.json cannot be deleted: " + e.getMessage());
        }
    }

    private void stop(SupervisedPart part) {
        try {
            part.stop();
            console.say("  " + part.name() + " stopped");
        } catch (IOException e) {
            console.say("  " + part.name() + " cannot be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.say("  interrupted while stopping " + part.name());
        }
    }
}
