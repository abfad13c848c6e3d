package io.tollgate.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs for Node, with what they need from npm: {@code src/test/node}, installed in {@code target/node}. */
public final class Node {

    private static final long PATIENCE_SECONDS = 180;
    private static final String LOCK = "package-lock.json";

    private final Path directory;

    private Node(Path directory) {
        this.directory = directory;
    }

    /** Installs exactly what the lock file names, unless that is there. */
    public static Node installed() {
        Path source = Path.of(System.getProperty("tollgate.root"), "deploy/e2e/src/test/node");
        Path directory = Path.of(System.getProperty("tollgate.e2e.home")).resolveSibling("node");
        Node node = new Node(directory);
        try {
            Path lock = directory.resolve(LOCK);
            boolean isThere = Files.exists(directory.resolve("node_modules"))
                    && Files.exists(lock)
                    && Files.mismatch(lock, source.resolve(LOCK)) == -1;
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!isThere) {
                Suite.Result installed = node.run(List.of("npm", "ci", "--ignore-scripts"), Map.of());
                if (installed.exit() != 0) {
                    Files.deleteIfExists(lock);
                    throw new IllegalStateException("npm ci failed in " + directory + ":\n" + installed.output());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return node;
    }

    /** Runs a file of tests with Node's own test runner. */
    public Suite.Result test(String file, Map<String, String> environment) {
        return run(List.of("node", "--test", "--test-reporter=tap", file), environment);
    }

    private Suite.Result run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Path output = Files.createTempFile("tollgate-node", ".log");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        command + " did not end within " + PATIENCE_SECONDS + " seconds:\n" + Files.readString(output));
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Suite.Result(process.exitValue(), said);
        } catch (IOException absent) {
            throw new UncheckedIOException(
                    "This test needs " + command.getFirst()
                            + " on the PATH: install Node.js 20 or newer with npm, or leave"
                            + " out what needs it with -DexcludedGroups=node",
                    absent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
