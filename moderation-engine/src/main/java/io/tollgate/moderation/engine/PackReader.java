package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.text.NormalisedText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a pack: UTF-8 lines; {@code #} begins a comment. First the header, {@code name: value}, then a line {@code ---}, then one
 * entry a line, of fields separated by {@code ;}: category, severity, {@code word} or {@code any}, the term, and optionally the
 * contexts in which it does not count. Terms and contexts may have {@link Alternatives}.
 */
final class PackReader {

    private static final String END_OF_HEADER = "---";
    private static final String MINOR = "minor";
    private static final int MAX_ENTRIES = 10_000;

    private final String resource;
    private final Map<String, String> header = new HashMap<>();
    private final List<LexiconEntry> entries = new ArrayList<>();
    private boolean inHeader = true;
    private int line;

    private PackReader(String resource) {
        this.resource = resource;
    }

    /** @throws InvalidPackException if the resource is missing or not a pack */
    static LexiconPack bundled(String id) {
        String resource = "packs/" + id + ".txt";
        try (InputStream stream = PackReader.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new InvalidPackException(id, 0, "the resource " + resource + " is not on the class path");
            }
            return read(id, stream);
        } catch (IOException failure) {
            throw new InvalidPackException(id, "cannot be read", failure);
        }
    }

    static LexiconPack read(String resource, InputStream stream) {
        PackReader reader = new PackReader(resource);
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                .lines()
                .forEach(reader::accept);
        return reader.pack();
    }

    private void accept(String text) {
        line++;
        String content = text.strip();
        if (content.isEmpty() || content.startsWith("#")) {
            return;
        }
        if (!inHeader) {
            acceptEntry(content);
        } else if (content.equals(END_OF_HEADER)) {
            inHeader = false;
        } else {
            acceptHeader(content);
        }
    }

    private void acceptHeader(String content) {
        int colon = content.indexOf(':');
        if (colon < 0) {
            throw problem("expected 'name: value' or '" + END_OF_HEADER + "'");
        }
        header.put(
                content.substring(0, colon).strip(),
                content.substring(colon + 1).strip());
    }

    private void acceptEntry(String content) {
        String[] fields = content.split("\\s*;\\s*", -1);
        if (fields.length < 4 || fields.length > 5) {
            throw problem("expected 'category; severity; word|any; term' and optionally '; contexts'");
        }
        if (entries.size() == MAX_ENTRIES) {
            throw problem("more than " + MAX_ENTRIES + " entries");
        }
        try {
            entries.add(new LexiconEntry(
                    required("pack") + ":" + line,
                    fields[0].equals(MINOR) ? null : Category.ofWireName(fields[0]),
                    Integer.parseInt(fields[1]),
                    isWholeWord(fields[2]),
                    folded(fields[3]),
                    fields.length == 5 ? folded(fields[4]) : Set.of()));
        } catch (IllegalArgumentException invalid) {
            throw problem(String.valueOf(invalid.getMessage()));
        }
    }

    private boolean isWholeWord(String boundary) {
        return switch (boundary) {
            case "word" -> true;
            case "any" -> false;
            default -> throw problem("the third field must be 'word' or 'any', not '" + boundary + "'");
        };
    }

    private static Set<String> folded(String term) {
        Set<String> phrases = new LinkedHashSet<>();
        for (String phrase : Alternatives.of(term)) {
            phrases.add(NormalisedText.fold(phrase.strip()));
        }
        return phrases;
    }

    private LexiconPack pack() {
        if (entries.isEmpty()) {
            throw problem("the pack has no entries");
        }
        return new LexiconPack(
                required("pack"),
                required("version"),
                required("language"),
                required("licence"),
                required("source"),
                entries);
    }

    private String required(String name) {
        String value = header.get(name);
        if (value == null || value.isEmpty()) {
            throw problem("the header lacks '" + name + "'");
        }
        return value;
    }

    private InvalidPackException problem(String problem) {
        return new InvalidPackException(resource, line, problem);
    }
}
