package io.tollgate.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A log file of bounded size: at {@code maxBytes} it becomes {@code <file>.1}, which replaces the one before. */
public final class RotatingLog extends OutputStream {
    /** 8 MiB: with the one kept, at most 16 MiB per process. */
    public static final long DEFAULT_MAX_BYTES = 8L << 20;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long size;

    public RotatingLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.out = open(file);
        this.size = Files.size(file);
    }

    /** Copies the stream to its end on a thread of its own; a process whose output nobody reads would stand still. */
    public static void pump(InputStream source, Path file, String name) throws IOException {
        RotatingLog log = new RotatingLog(file, DEFAULT_MAX_BYTES);
        Thread.ofPlatform().daemon().name("log-" + name).start(() -> {
            try (source;
                    log) {
                source.transferTo(log);
            } catch (IOException broken) {
                System.err.println("The log of " + name + " broke off: " + broken.getMessage());
            }
        });
    }

    @Override
    public synchronized void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (size > 0 && size + length > maxBytes) {
            out.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            out = open(file);
            size = 0;
        }
        out.write(bytes, offset, length);
        size += length;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last {@code maxBytes} of the log as text, or nothing if it does not exist. */
    public static String tail(Path file, int maxBytes) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - maxBytes));
            var buffer = ByteBuffer.allocate(maxBytes);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        } catch (NoSuchFileException absent) {
            return "";
        }
    }
}
