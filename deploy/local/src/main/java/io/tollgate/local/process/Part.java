package io.tollgate.local.process;

import java.io.IOException;
import java.time.Duration;

/** One process of the suite: how it is started, how it is known to be ready, and how it is asked to end. */
public interface Part {

    /** The name by which people, files and {@code suite.json} know it, for example {@code kafka}. */
    String name();

    /**
     * Prepares what the process needs (directories, binaries) and gives the command that starts it in the foreground, so that the
     * process id is the server's own. Called before every start, also after a crash: it must keep data that exists.
     *
     * @throws IOException if something it needs cannot be prepared; the message says what
     */
    ProcessBuilder command() throws IOException, InterruptedException;

    /** Whether the server answers now. Must not block for more than a second or two. */
    boolean isReady();

    /** Called once after each time the process became ready, for what must exist before others may use it. */
    default void prepare() throws IOException, InterruptedException {}

    /** How long a start may take before it counts as failed; generous, because machines are shared. */
    default Duration startDeadline() {
        return Duration.ofSeconds(90);
    }

    /** How long an orderly end may take before the process is killed. */
    default Duration stopDeadline() {
        return Duration.ofSeconds(20);
    }

    /** Asks the process to end in order. */
    default void requestStop(ProcessHandle process) throws IOException, InterruptedException {
        process.destroy();
    }
}
