package io.tollgate.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process beyond the life of the one that started it. A process id alone proves nothing, because the system gives
 * it to someone else later: the moment of its start is kept with it, and must match.
 */
public final class PidFile {
    /** The system derives a start time from its boot time, which moves when the clock is corrected. */
    private static final Duration CLOCK_CORRECTION = Duration.ofSeconds(2);

    private final Path file;

    public PidFile(Path file) {
        this.file = file;
    }

    /** Replaces what is remembered by this process. */
    public void write(ProcessHandle process) throws IOException {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(next, List.of(Long.toString(process.pid()), start.toString()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The remembered process if it still runs and is the same one; never a stranger that got its id. */
    public Optional<ProcessHandle> liveProcess() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        if (lines.size() < 2) {
            throw new IOException(file + " is not a pid file: expected a process id and a start time");
        }
        Instant remembered = Instant.parse(lines.get(1));
        return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                .filter(PidFile::isRunning)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start ->
                                Duration.between(start, remembered).abs().compareTo(CLOCK_CORRECTION) <= 0)
                        .isPresent());
    }

    /**
     * Whether the process still does anything. A killed orphan stays in the process table until its new parent takes notice, which
     * the first process of a container may never do; it holds neither ports nor files.
     */
    public static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.readString(status, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException noSuchFileSystemOrGone) {
            return process.isAlive();
        }
    }
}
