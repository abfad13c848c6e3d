package io.tollgate.local.process;

import java.nio.file.Path;

/** A part that did not start, with what an operator needs to find out why. */
public final class PartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final transient Path log;

    PartFailedException(String part, String reason, Path log) {
        super(part + ": " + reason + " (log: " + log + ")");
        this.part = part;
        this.log = log;
    }

    public String part() {
        return part;
    }

    /** The log file of the part. */
    public Path log() {
        return log;
    }
}
