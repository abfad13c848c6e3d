package io.tollgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where and of what a result is.
 *
 * @param load the average number of waiting processes over the last minute, just before the benchmark
 * @param commit short; with {@code -dirty} if the checkout has changes that are not committed
 */
record Machine(int cores, String processor, String jdk, String system, double load, String commit) {
    static Machine of(Path checkout) throws IOException, InterruptedException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + " ("
                        + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                commitOf(checkout));
    }

    private static String processorName() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("not named by /proc/cpuinfo");
    }

    private static String commitOf(Path checkout) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? said : "not a git checkout";
    }
}
