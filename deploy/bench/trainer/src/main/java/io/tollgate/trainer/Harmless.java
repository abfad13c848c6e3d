package io.tollgate.trainer;

import io.tollgate.trainer.data.LabelledText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Texts of this project's own, to which none of the categories applies. */
final class Harmless {

    static final String SOURCE = "tollgate-harmless";

    private Harmless() {}

    /** @param language {@code en} or {@code zh} */
    static List<LabelledText> texts(String language) {
        Map<String, Boolean> labels =
                EnglishRecipe.CATEGORIES.stream().collect(Collectors.toMap(category -> category, category -> false));
        String resource = "harmless-" + language + ".txt";
        try (InputStream stream = Objects.requireNonNull(Harmless.class.getResourceAsStream(resource), resource)) {
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> new LabelledText(SOURCE, language, labels, line))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
