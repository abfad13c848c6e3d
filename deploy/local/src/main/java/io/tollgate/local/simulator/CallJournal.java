package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Every served call, one JSON line each, in a file that outlives the process. A call is written before its last byte is sent: no
 * caller knows of a call that the journal does not. Memory holds only the sums. Used by one thread.
 */
final class CallJournal implements Closeable {
    private static final byte NEW_LINE = '\n';
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writerFor(Call.class);
    private static final ObjectReader READER = JSON.readerFor(Call.class);

    private final Path file;
    private final long maxBytes;
    private final FileChannel channel;
    private Totals totals;
    private long size;

    private CallJournal(Path file, long maxBytes, FileChannel channel, Totals totals, long size) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.channel = channel;
        this.totals = totals;
        this.size = size;
    }

    /** Opens the file, created if it is not there. A line that a killed process left unfinished is cut off. */
    static CallJournal open(Path file, long maxBytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = endOfLastLine(channel);
        channel.truncate(end).position(end);
        Totals totals = Totals.NONE;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                totals = totals.plus(READER.readValue(line));
            }
        }
        return new CallJournal(file, maxBytes, channel, totals, end);
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == NEW_LINE) {
                return end;
            }
        }
        return 0;
    }

    /** Whether the file has reached its limit, so that no further call may be served. */
    boolean isFull() {
        return size >= maxBytes;
    }

    void add(Call call) throws IOException {
        byte[] json = WRITER.writeValueAsBytes(call);
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put(NEW_LINE).flip();
        while (line.hasRemaining()) {
            size += channel.write(line);
        }
        totals = totals.plus(call);
    }

    Totals totals() {
        return totals;
    }

    /** The file, for whoever wants to read the calls. */
    Path file() {
        return file;
    }

    /** Forgets every call. */
    void clear() throws IOException {
        channel.truncate(0).position(0);
        size = 0;
        totals = Totals.NONE;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
