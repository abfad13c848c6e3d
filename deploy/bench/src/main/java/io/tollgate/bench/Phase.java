package io.tollgate.bench;

import io.tollgate.bench.load.LoadResult;
import java.time.Duration;

/**
 * One phase of load through one system.
 *
 * @param cpu what the system's processes used meanwhile, user and system time
 */
record Phase(LoadResult load, Duration cpu) {
    private static final double NANOS_PER_MILLI = 1_000_000;

    double cpuMillisPerThousandRequests() {
        return cpuMillis() * 1_000 / load.answered();
    }

    double requestsPerCpuSecond() {
        return load.answered() * 1_000 / cpuMillis();
    }

    private double cpuMillis() {
        return cpu.toNanos() / NANOS_PER_MILLI;
    }
}
