package io.tollgate.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Reads what one process has used so far.
 *
 * @param pid of a process of this machine
 */
public record ProcessMeter(long pid) {
    private static final String PEAK_RSS = "VmHWM:";

    /** User and system time since it was started, as Linux keeps them in {@code /proc/PID/stat}, in steps of 10 ms. */
    public Duration cpu() throws IOException {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("Process " + pid + " is gone: its CPU time cannot be read"));
    }

    /** The most memory it has ever had resident, in MiB. */
    public long peakRssMebibytes() throws IOException {
        return peakRssMebibytes(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    }

    static long peakRssMebibytes(List<String> status) throws IOException {
        String line = status.stream()
                .filter(candidate -> candidate.startsWith(PEAK_RSS))
                .findFirst()
                .orElseThrow(() -> new IOException("The process's status has no " + PEAK_RSS));
        return Long.parseLong(
                        line.substring(PEAK_RSS.length()).replace("kB", "").strip())
                / 1024;
    }
}
