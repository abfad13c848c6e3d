package io.tollgate.chat.route;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what models can do. */
final class CapabilitiesReader {

    static final List<String> KEYS =
            List.of("context-length", "output-length", "tools", "inputs", "rename", "drop", "refuse");

    private static final int MODELS_MAX = 1_000;
    private static final int PARAMETERS_MAX = 64;
    private static final List<String> ESSENTIAL = List.of("model", "messages", "stream");
    private static final int LENGTH_MAX = 100_000_000;

    private final ScalarReader scalars;

    CapabilitiesReader(ScalarReader scalars) {
        this.scalars = scalars;
    }

    ModelBook read(@Nullable YamlValue section) {
        if (section == null) {
            return ModelBook.EMPTY;
        }
        Map<String, YamlValue> entries = section.entries();
        if (entries.size() > MODELS_MAX) {
            section.refuseKey("has " + entries.size() + " models; the most is " + MODELS_MAX);
            return ModelBook.EMPTY;
        }
        Map<String, ModelTraits> byPattern = new LinkedHashMap<>();
        entries.forEach((pattern, value) -> {
            if (!isPattern(pattern)) {
                value.refuseKey("a model's name may have a '*' only at its end");
            }
            byPattern.put(pattern, traits(value));
        });
        return new ModelBook(byPattern);
    }

    private static boolean isPattern(String name) {
        int star = name.indexOf('*');
        return !name.isBlank() && (star < 0 || star == name.length() - 1);
    }

    private ModelTraits traits(YamlValue value) {
        Map<String, YamlValue> entries = value.entries(KEYS);
        return new ModelTraits(
                length(entries.get("context-length")),
                length(entries.get("output-length")),
                scalars.bool(entries.get("tools")),
                inputs(entries.get("inputs")),
                renamed(entries.get("rename")),
                parameters(entries.get("drop")),
                parameters(entries.get("refuse")));
    }

    private OptionalInt length(@Nullable YamlValue value) {
        return scalars.integer(value, 1, LENGTH_MAX).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private Optional<Set<Modality>> inputs(@Nullable YamlValue value) {
        if (value == null) {
            return Optional.empty();
        }
        Map<String, Modality> known = new LinkedHashMap<>();
        for (Modality modality : Modality.values()) {
            known.put(modality.wireName(), modality);
        }
        Set<Modality> inputs = EnumSet.of(Modality.TEXT);
        value.items().forEach(item -> scalars.choice(item, known).ifPresent(inputs::add));
        return Optional.of(inputs);
    }

    private Map<String, String> renamed(@Nullable YamlValue value) {
        Map<String, String> renamed = new LinkedHashMap<>();
        if (value != null) {
            value.entries().forEach((from, to) -> scalars.text(to).ifPresent(name -> renamed.put(from, name)));
            check(value, renamed.keySet());
        }
        return renamed;
    }

    private Set<String> parameters(@Nullable YamlValue value) {
        Set<String> parameters = scalars.texts(value);
        if (value != null) {
            check(value, parameters);
        }
        return parameters;
    }

    private static void check(YamlValue value, Set<String> parameters) {
        if (parameters.size() > PARAMETERS_MAX) {
            value.refuseKey("has " + parameters.size() + " parameters; the most is " + PARAMETERS_MAX);
        }
        if (parameters.stream().anyMatch(ESSENTIAL::contains)) {
            value.refuse("must not name " + String.join(", ", ESSENTIAL) + ": no call can do without them");
        }
    }
}
