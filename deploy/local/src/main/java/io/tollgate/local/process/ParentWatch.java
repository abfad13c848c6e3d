package io.tollgate.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends this JVM when the process that started it is gone, however it went: its end of our standard input closes. */
public final class ParentWatch {
    private ParentWatch() {}

    /** Watches on a daemon thread; the end is an orderly one, with shutdown hooks. */
    public static void start() {
        Thread watch = new Thread(ParentWatch::awaitEndOfInput, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.exit(0);
        }
    }
}
