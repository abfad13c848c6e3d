package io.tollgate.moderation.engine.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables that the views are made with. They are part of the engine: without one it cannot work at all. */
final class TableFile {

    private TableFile() {}

    /** The lines that say something. */
    static List<String> lines(String name) {
        try (InputStream stream = TableFile.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the table " + name + " is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("the table " + name + " cannot be read", failure);
        }
    }

    /** What follows {@code key:} on the lines that begin with it. */
    static String section(String name, String key) {
        String prefix = key + ":";
        StringBuilder section = new StringBuilder();
        for (String line : lines(name)) {
            if (line.startsWith(prefix)) {
                section.append(line, prefix.length(), line.length());
            }
        }
        return section.toString();
    }
}
