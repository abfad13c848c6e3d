package io.tollgate.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with a client's {@code request} and what the provider says to it: {@code answer}, {@code stream}, or {@code error} with a
 * {@code status}; and what must come of them: {@code providerRequest}, {@code completion}, {@code chunks}, {@code translatedError}
 * and, where they matter, the {@code meters}.
 */
record RecordedExchange(ProviderPair pair, Path file, ObjectNode content) {

    /** Run with this set to write what comes out into the files; then read what has changed. */
    private static final boolean WRITE = Boolean.getBoolean("tollgate.golden.write");

    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path FOLDER = Path.of("src/test/resources/dialect");

    static List<RecordedExchange> all() {
        return Arrays.stream(ProviderPair.values())
                .flatMap(pair -> of(pair).stream())
                .toList();
    }

    private static List<RecordedExchange> of(ProviderPair pair) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(pair.folder()))) {
            return files.sorted()
                    .map(file -> new RecordedExchange(pair, file, read(file)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return (ObjectNode) PRETTY.readTree(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }

    boolean has(String section) {
        return content.has(section);
    }

    byte[] request() {
        return Json.bytes(content.path("request"));
    }

    byte[] bytes(String section) {
        return Json.bytes(content.path(section));
    }

    int status() {
        return content.path("status").intValue();
    }

    byte[] streamBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.path("stream").forEach(event -> bytes.writeBytes(pair.frame(event)));
        return bytes.toByteArray();
    }

    /** What the section holds; where files are being written, what it is to hold from now on. */
    String expected(String section, JsonNode actual) {
        if (WRITE) {
            content.set(section, actual);
            try {
                Files.writeString(file, PRETTY.writeValueAsString(content) + "\n");
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return pretty(content.path(section));
    }

    static String pretty(JsonNode tree) {
        try {
            return PRETTY.writeValueAsString(tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static JsonNode tree(byte[] json) {
        try {
            return PRETTY.readTree(json);
        } catch (IOException malformed) {
            throw new UncheckedIOException(new String(json, StandardCharsets.UTF_8), malformed);
        }
    }

    /** The data of each event of a stream of OpenAI's; the terminator is a text. */
    static ArrayNode events(byte[] stream) {
        ArrayNode events = Json.array();
        new String(stream, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    String data = line.substring("data: ".length());
                    if (data.startsWith("[")) {
                        events.add(data);
                    } else {
                        events.add(tree(data.getBytes(StandardCharsets.UTF_8)));
                    }
                });
        return events;
    }

    @Override
    public String toString() {
        return pair.folder() + " " + file.getFileName().toString().replace(".json", "");
    }
}
