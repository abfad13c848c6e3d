package io.tollgate.local.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code suite.json}, for scripts: where the running suite is, the keys that open it, and its processes' ids. It exists while a
 * suite runs. Safe for use by several threads.
 */
final class SuiteFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<String, String> urls;
    private final Keys keys;
    private final Map<String, Long> processes = new LinkedHashMap<>();

    /** The content of the file; {@code urls} have no path, {@code processes} has those that this suite started. */
    record Content(Map<String, String> urls, Keys keys, Map<String, Long> processes) {
        Content {
            urls = Map.copyOf(urls);
            processes = Map.copyOf(processes);
        }
    }

    SuiteFile(Path home, Map<String, String> urls, Keys keys) {
        this.file = path(home);
        this.urls = Map.copyOf(urls);
        this.keys = keys;
    }

    static Path path(Path home) {
        return home.resolve("suite.json");
    }

    /** Puts down the id of a process that was just started. */
    synchronized void processStarted(String name, long pid) throws IOException {
        processes.put(name, pid);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("urls", urls);
        content.put("keys", keys);
        content.put("processes", processes);
        PrivateFile.write(file, JSON.writeValueAsString(content) + "\n");
    }

    synchronized void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    static Content read(Path home) throws IOException {
        return JSON.readValue(path(home).toFile(), Content.class);
    }
}
