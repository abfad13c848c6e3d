package io.tollgate.trainer.data;

import io.tollgate.moderation.engine.Category;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads tab-separated texts, compressed if the name ends with {@code .gz}. The header names the columns: {@code text}, any of the
 * categories (1, 0, or ? for not decided), and optionally {@code source} and {@code lang}; other columns are left out.
 */
public final class LabelledTexts {

    private static final Set<String> CATEGORIES =
            Stream.of(Category.values()).map(Category::wireName).collect(Collectors.toUnmodifiableSet());
    private static final String TEXT = "text";
    private static final String SOURCE = "source";
    private static final String LANGUAGE = "lang";

    private LabelledTexts() {}

    /** @throws IOException if the file cannot be read or a line of it is wrong; the message names the line, never its text */
    public static List<LabelledText> read(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream stream = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String header = reader.readLine();
            if (header == null) {
                throw new IOException(file + " is empty; it needs a header and a line per text");
            }
            List<String> columns = List.of(header.split("\t", -1));
            if (!columns.contains(TEXT) || columns.stream().noneMatch(CATEGORIES::contains)) {
                throw new IOException(file + ": the header needs the column " + TEXT + " and at least one of "
                        + String.join(", ", CATEGORIES.stream().sorted().toList()));
            }
            List<LabelledText> texts = new ArrayList<>();
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                texts.add(parse(columns, line, file + ", line " + number));
            }
            return texts;
        }
    }

    private static LabelledText parse(List<String> columns, String line, String place) throws IOException {
        String[] cells = line.split("\t", -1);
        if (cells.length != columns.size()) {
            throw new IOException(place + ": has " + cells.length + " columns, the header has " + columns.size());
        }
        Map<String, Boolean> labels = new HashMap<>();
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            String column = columns.get(i);
            if (!CATEGORIES.contains(column)) {
                others.put(column, cells[i]);
            } else if (!cells[i].equals("?")) {
                labels.put(column, label(cells[i], column, place));
            }
        }
        return new LabelledText(
                others.getOrDefault(SOURCE, ""),
                others.getOrDefault(LANGUAGE, ""),
                labels,
                others.getOrDefault(TEXT, ""));
    }

    private static boolean label(String cell, String column, String place) throws IOException {
        return switch (cell) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new IOException(place + ": the column " + column + " must be 1, 0 or ?");
        };
    }
}
