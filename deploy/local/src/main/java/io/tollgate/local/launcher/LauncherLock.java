package io.tollgate.local.launcher;

import io.tollgate.local.process.PidFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One launcher for one home: the system takes the lock back when its holder ends, however it ends. */
final class LauncherLock implements Closeable {
    private final FileChannel channel;

    private LauncherLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or nothing if another launcher has it. */
    static Optional<LauncherLock> take(Path home) throws IOException {
        Path run = home.resolve("run");
        Files.createDirectories(run);
        FileChannel channel =
                FileChannel.open(run.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        holder(home).write(ProcessHandle.current());
        return Optional.of(new LauncherLock(channel));
    }

    /** Where the holder's process id is. */
    static PidFile holder(Path home) {
        return new PidFile(home.resolve("run").resolve("launcher.pid"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
