package io.tollgate.moderation.screening;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.moderation.engine.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * OpenAI's answer.
 *
 * @param id {@code modr-} and the verdict's id
 * @param model as asked for
 * @param results one for each input
 */
public record ScreeningAnswer(String id, String model, List<Result> results) {

    /** One input's result; every map has all thirteen categories. */
    public record Result(
            boolean flagged,
            Map<String, Boolean> categories,
            @JsonProperty("category_scores") Map<String, Double> categoryScores,
            @JsonProperty("category_applied_input_types") Map<String, List<String>> categoryAppliedInputTypes) {

        static Result of(Examined input) {
            Set<Category> flagged = input.flagged();
            return new Result(
                    !flagged.isEmpty(), byName(flagged::contains), byName(input::score), byName(input::inputTypes));
        }

        private static <T> Map<String, T> byName(Function<Category, T> value) {
            Map<String, T> byName = new LinkedHashMap<>();
            for (Category category : Category.values()) {
                byName.put(category.wireName(), value.apply(category));
            }
            return byName;
        }
    }
}
