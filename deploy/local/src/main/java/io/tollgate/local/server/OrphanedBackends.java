package io.tollgate.local.server;

import io.tollgate.local.process.PidFile;
import io.tollgate.local.process.ProcessEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Backends that outlive a killed postmaster. Most notice within moments, one that computes may go on for minutes; until the last is
 * gone PostgreSQL refuses to start ("pre-existing shared memory block is still in use"). Their clients have lost them anyway, and
 * the next start recovers from the log.
 *
 * @param data the data directory, which is the working directory of each of its processes
 */
record OrphanedBackends(Path data) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Kills them and returns when they are gone; touches nothing while their postmaster lives. */
    void end() throws IOException, InterruptedException {
        if (!Files.isDirectory(data) || isPostmasterRunning()) {
            return;
        }
        Path directory = data.toRealPath();
        List<ProcessHandle> orphans = ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, directory))
                .filter(PidFile::isRunning)
                .toList();
        orphans.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle orphan : orphans) {
            if (!ProcessEnd.awaited(orphan, DEADLINE)) {
                throw new IOException(
                        "process " + orphan.pid() + ", a backend of a killed PostgreSQL, survived SIGKILL");
            }
        }
    }

    private boolean isPostmasterRunning() throws IOException {
        Optional<String> pid;
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            pid = lines.findFirst().map(String::strip).filter(line -> line.matches("\\d{1,10}"));
        } catch (NoSuchFileException orderlyEnd) {
            return false;
        }
        Path directory = data.toRealPath();
        return pid.flatMap(id -> ProcessHandle.of(Long.parseLong(id)))
                .filter(PidFile::isRunning)
                .filter(process -> worksIn(process, directory))
                .isPresent();
    }

    /** False also for processes of others, and where the system has no {@code /proc}. */
    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory);
        } catch (IOException notOurs) {
            return false;
        }
    }
}
