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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a pack: UTF-8 lines; {@code #} begins a comment. First the header, {@code name: value}, then a line {@code ---}, then one
 * entry a line, of fields separated by {@code ;}: category, severity, {@link Reading}, the term, and any number of
 * contexts in which it does not count: with {@code _} at one end for the term ({@code maine _}), or with the term in it. Terms
 * and contexts may have {@link Alternatives}; {@code let name = text} gives a text a name, {@code $name} stands for it.
 * {@code ~} parts a term into heads and tails that are found apart and must follow each other.
 */
final class PackReader {

    private static final String END_OF_HEADER = "---";
    private static final String DEFINITION = "let ";
    private static final Pattern REFERENCE = Pattern.compile("\\$([a-z]+)");
    private static final char JOINT = '~';
    private static final int MAX_ENTRIES = 10_000;

    private final String resource;
    private final Map<String, String> header = new HashMap<>();
    private final Map<String, String> definitions = new HashMap<>();
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

    static LexiconPack read(PackSource source) {
        PackReader reader = new PackReader(source.name());
        source.text().lines().forEach(reader::accept);
        LexiconPack pack = reader.pack();
        requireRare(pack, source.name());
        return pack;
    }

    /** A pack that is not bundled was tried on nothing: a term of it that stands everywhere would stop everything. */
    private static void requireRare(LexiconPack pack, String name) {
        try {
            for (boolean wholeWord : new boolean[] {true, false}) {
                Set<String> terms = new LinkedHashSet<>();
                for (LexiconEntry entry : pack.entries()) {
                    if (entry.wholeWord() == wholeWord && entry.heads().isEmpty()) {
                        terms.addAll(entry.phrases());
                    }
                }
                HarmlessTexts.requireRareTerms(pack.id(), terms, wholeWord);
            }
        } catch (InvalidRuleException common) {
            throw new InvalidPackException(name, String.valueOf(common.getMessage()), common);
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
        if (!inHeader && content.startsWith(DEFINITION)) {
            acceptDefinition(content.substring(DEFINITION.length()));
        } else if (!inHeader) {
            acceptEntry(resolved(content));
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

    private void acceptDefinition(String content) {
        int equals = content.indexOf('=');
        if (equals < 0) {
            throw problem("expected 'let name = text'");
        }
        definitions.put(
                content.substring(0, equals).strip(),
                resolved(content.substring(equals + 1).strip()));
    }

    private String resolved(String content) {
        return REFERENCE.matcher(content).replaceAll(reference -> {
            String text = definitions.get(reference.group(1));
            if (text == null) {
                throw problem("'" + reference.group() + "' is not defined above");
            }
            return Matcher.quoteReplacement(text);
        });
    }

    private void acceptEntry(String content) {
        List<String> fields = List.of(content.split("\\s*;\\s*", -1));
        if (fields.size() < 4) {
            throw problem("expected 'category; severity; word|any; term' and optionally '; context'");
        }
        if (entries.size() == MAX_ENTRIES) {
            throw problem("more than " + MAX_ENTRIES + " entries");
        }
        try {
            Reading reading = Reading.of(fields.get(2));
            boolean wholeWord = reading.wholeWord();
            entries.add(new LexiconEntry(
                    required("pack") + ":" + line,
                    Subject.ofWireName(fields.get(0)),
                    Integer.parseInt(fields.get(1)),
                    reading.views(),
                    reading.soundsAlone(),
                    wholeWord,
                    heads(fields.get(3), wholeWord),
                    phrases(fields.get(3)),
                    contexts(fields.subList(4, fields.size()), wholeWord)));
        } catch (IllegalArgumentException invalid) {
            throw problem(String.valueOf(invalid.getMessage()));
        }
    }

    private static Set<String> heads(String term, boolean wholeWord) {
        int joint = term.indexOf(JOINT);
        return joint < 0 ? Set.of() : folded(term.substring(0, joint), wholeWord ? " " : "");
    }

    private static Set<String> phrases(String term) {
        return folded(term.substring(term.indexOf(JOINT) + 1), "");
    }

    private static Set<String> folded(String term, String end) {
        Set<String> phrases = new LinkedHashSet<>();
        for (String phrase : Alternatives.of(term.strip())) {
            phrases.add(NormalisedText.fold(phrase.strip() + end));
        }
        return phrases;
    }

    private static Set<LexiconContext> contexts(List<String> fields, boolean wholeWord) {
        Set<LexiconContext> contexts = new LinkedHashSet<>();
        for (String field : fields) {
            for (String context : Alternatives.of(field)) {
                contexts.add(LexiconContext.of(NormalisedText.fold(context.strip()), wholeWord));
            }
        }
        return contexts;
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
