package io.tollgate.billing.lifecycle;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The places of the commit protocol at which a drill ends the process as a power failure would: {@code TOLLGATE_FAILPOINT}
 * names one, and after how many times it is passed, for example {@code rows_inserted:3}. Without the variable they do nothing.
 */
public enum Failpoint {
    /** A batch was read and rated; nothing is written. */
    BATCH_RATED,
    /** Usage rows are inserted, the transaction is open. */
    ROWS_INSERTED,
    /** Transfers and roll-ups are written, the transaction is open. */
    MONEY_POSTED,
    /** Everything is written, the transaction is about to commit. */
    BEFORE_COMMIT,
    /** The transaction has committed, the offsets have not. */
    AFTER_COMMIT,
    /** A page of the outbox is acknowledged by the broker, its rows are not deleted. */
    OUTBOX_ACKNOWLEDGED;

    private static final String VARIABLE = "TOLLGATE_FAILPOINT";
    private static final int LIKE_SIGKILL = 137;

    /** Of the armed place; there is only one. */
    private static final AtomicInteger PASSED = new AtomicInteger();

    /** Halts, without any shutdown hook, if this is the place and the time. */
    public void pass() {
        // Read here, once a batch: what is read when the class is loaded would be part of a native image.
        @Nullable String armed = System.getenv(VARIABLE);
        if (armed == null) {
            return;
        }
        String[] parts = armed.split(":", -1);
        boolean here = parts[0].equals(name().toLowerCase(Locale.ROOT));
        int times = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
        if (here && PASSED.incrementAndGet() >= times) {
            Runtime.getRuntime().halt(LIKE_SIGKILL);
        }
    }
}
