package io.tollgate.local.launcher;

import io.tollgate.local.process.RotatingLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the launcher says: to whoever started it, and, without what is secret, to its log. */
final class Console {
    private final PrintStream out;
    private final RotatingLog log;
    private final InstantSource clock;

    Console(PrintStream out, Path log, InstantSource clock) throws IOException {
        this.out = out;
        this.log = new RotatingLog(log, RotatingLog.DEFAULT_MAX_BYTES);
        this.clock = clock;
    }

    synchronized void say(String line) {
        out.println(line);
        String logged = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line + System.lineSeparator();
        try {
            byte[] bytes = logged.getBytes(StandardCharsets.UTF_8);
            log.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            out.println("(the launcher's log cannot be written: " + e.getMessage() + ")");
        }
    }

    /** For keys: to the person in front of it, not to the log. */
    void show(String text) {
        out.println(text);
    }

    /** Lets go of the terminal, so that whoever waits for the end of the output goes on. */
    void detach() {
        out.close();
    }
}
