package io.tollgate.contracts.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published files of the contracts, as they stand in the source tree. */
final class ContractFiles {

    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path RESOURCES = MODULE.resolve("src/main/resources");
    static final Path SCHEMAS = RESOURCES.resolve("schemas");
    private static final Path SOURCES = MODULE.resolve("src/main/java");

    private ContractFiles() {}

    static Path schema(EventType<?> type) {
        return SCHEMAS.resolve(schemaName(type));
    }

    static String schemaName(EventType<?> type) {
        return type.type() + ".schema.json";
    }

    static Path asyncApi() {
        return RESOURCES.resolve("asyncapi.yaml");
    }

    static Path exampleDirectory(EventType<?> type) {
        return RESOURCES.resolve("examples").resolve(type.topic());
    }

    /** Every golden example of a topic, by name. */
    static List<Path> examples(EventType<?> type) {
        return list(exampleDirectory(type));
    }

    static Path example(EventType<?> type, String name) {
        return exampleDirectory(type).resolve(name + ".json");
    }

    static Path source(Class<?> type) {
        return SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    }

    static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
