package io.tollgate.chat.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whether a model's answers are given again for questions that mean the same. */
record SemanticCacheReader(ScalarReader scalars) {

    static final List<String> KEYS = List.of("embedding-model", "threshold", "entries");

    /**
     * @param alias the model that has it
     * @param aliases every name of the file
     */
    Optional<SemanticCache> read(String alias, @Nullable YamlValue value, Set<String> aliases) {
        if (value == null) {
            return Optional.empty();
        }
        Map<String, YamlValue> entries = value.entries(KEYS);
        YamlValue model = entries.get("embedding-model");
        if (model == null && value.isMapping()) {
            value.problems().add(value.child("embedding-model"), value.owner(), "is missing");
        }
        double threshold = scalars.decimal(entries.get("threshold"), SemanticCache.THRESHOLD_MIN, 1)
                .orElse(SemanticCache.THRESHOLD_DEFAULT);
        int most = scalars.integer(entries.get("entries"), 1, SemanticCache.ENTRIES_MAX)
                .orElse(SemanticCache.ENTRIES_DEFAULT);
        return scalars.otherName(model, alias, aliases).map(name -> new SemanticCache(name, threshold, most));
    }
}
