package io.tollgate.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one JVM of this machine still holds after a full collection.
 *
 * @param pid of the JVM
 */
public record HeapMeter(long pid) {
    /** The last line of a histogram: all instances, all bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    /** Collects everything that nobody refers to, and gives the bytes of the rest. The JVM stands still meanwhile. */
    public long liveBytes() throws IOException, InterruptedException {
        // Not a pipe: a JVM that looks at itself could not empty it while it stands still.
        Path output = Files.createTempFile("heap", ".txt");
        try {
            // Counting live objects begins with a full collection, whatever the collector.
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int exit = jcmd.waitFor();
            String said = Files.readString(output);
            if (exit != 0) {
                throw new IOException("jcmd cannot look into process " + pid + ": " + said);
            }
            return liveBytes(said);
        } finally {
            Files.delete(output);
        }
    }

    static long liveBytes(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("The histogram has no total");
        }
        return Long.parseLong(total.group(1));
    }
}
