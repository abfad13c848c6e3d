package io.tollgate.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time of a process with all its descendants, those that ended included, from {@code /proc}. */
final class CpuTime {

    /** Linux counts in hundredths of a second. */
    private static final long MILLIS_A_TICK = 10;

    private static final int FIELDS_BEFORE_USER = 11;
    private static final int USER_AND_SYSTEM = 2;
    private static final int USER_SYSTEM_AND_WAITED_FOR = 4;

    private CpuTime() {}

    static Duration of(long pid) throws IOException {
        long ticks = ticks(pid, USER_SYSTEM_AND_WAITED_FOR);
        for (ProcessHandle descendant : ProcessHandle.of(pid)
                .map(ProcessHandle::descendants)
                .orElseThrow()
                .toList()) {
            ticks += ticks(descendant.pid(), USER_SYSTEM_AND_WAITED_FOR);
        }
        return Duration.ofMillis(ticks * MILLIS_A_TICK);
    }

    /** CPU time of a process without its descendants. */
    static Duration alone(long pid) throws IOException {
        return Duration.ofMillis(ticks(pid, USER_AND_SYSTEM) * MILLIS_A_TICK);
    }

    private static long ticks(long pid, int counters) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (NoSuchFileException ended) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = FIELDS_BEFORE_USER; field < FIELDS_BEFORE_USER + counters; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }
}
