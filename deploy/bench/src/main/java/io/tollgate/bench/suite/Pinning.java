package io.tollgate.bench.suite;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the first core to chat-service and the peers, of which one at a time has work, and all others to the rest of the suite
 * and the load generator.
 */
public final class Pinning {
    private Pinning() {}

    /**
     * Moves every thread of every process; threads and processes that start later inherit it.
     *
     * @param peers the processes of all peers
     */
    public static void apply(Suite suite, Set<Long> peers, long generator) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores < 2) {
            throw new IOException("--pin needs at least two cores; this machine offers " + cores);
        }
        String others = cores == 2 ? "1" : "1-" + (cores - 1);
        Set<Long> rest = new LinkedHashSet<>(suite.processes().values());
        for (long pid : Set.copyOf(rest)) {
            ProcessHandle.of(pid)
                    .map(ProcessHandle::descendants)
                    .orElseGet(Stream::empty)
                    .forEach(child -> rest.add(child.pid()));
        }
        rest.add(generator);
        rest.add(ProcessHandle.current().pid());
        long chat = suite.chatPid();
        rest.remove(chat);
        pin("0", chat);
        for (long pid : peers) {
            pin("0", pid);
        }
        for (long pid : rest) {
            pin(others, pid);
        }
    }

    private static void pin(String cores, long pid) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        String said = new String(taskset.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not pin process " + pid + ": " + said);
        }
    }
}
