package io.tollgate.local.testing;

import io.tollgate.local.process.PidFile;
import io.tollgate.local.server.Binaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of one run of servers. Its owner writes down its own process id: a directory whose owner is gone was left behind
 * by a killed run, and the next run ends the servers named there and deletes it.
 */
record ScratchDirectory(Path path) {
    private static final String OWNER = "owner.pid";

    static ScratchDirectory create() throws IOException {
        Path parent =
                Path.of(System.getProperty("java.io.tmpdir"), "tollgate-servers-" + System.getProperty("user.name"));
        Files.createDirectories(parent);
        deleteAbandoned(parent);
        Path directory = Files.createTempDirectory(parent, "run");
        new PidFile(directory.resolve(OWNER)).write(ProcessHandle.current());
        return new ScratchDirectory(directory);
    }

    private static void deleteAbandoned(Path parent) throws IOException {
        for (Path directory : children(parent)) {
            Path owner = directory.resolve(OWNER);
            // No owner yet: somebody is just creating it.
            if (Files.exists(owner) && new PidFile(owner).liveProcess().isEmpty()) {
                for (Path pidFile : children(directory.resolve("run"))) {
                    Optional<ProcessHandle> orphan = new PidFile(pidFile).liveProcess();
                    orphan.ifPresent(ProcessHandle::destroyForcibly);
                }
                Binaries.deleteTree(directory);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    void delete() throws IOException {
        Binaries.deleteTree(path);
    }
}
