package io.tollgate.contracts.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the judge says. An answer that could not be had or understood is no answer: the endpoint then fails, with 503 where trying
 * later may help, and with 500 where the judge is not set up right.
 *
 * @param opinion what the judge thinks
 * @param categories what it names, possibly nothing
 * @param judge which judge of a cascade it was; absent if that is not told
 */
@JsonNaming(SnakeCaseStrategy.class)
public record JudgeAnswer(
        Opinion opinion, List<String> categories, @Nullable String judge) {

    public JudgeAnswer {
        Objects.requireNonNull(opinion, "opinion");
        categories = List.copyOf(Objects.requireNonNull(categories, "categories"));
    }

    /** What a judge thinks of a text. */
    public enum Opinion {
        @JsonProperty("safe")
        SAFE,
        /** Some would object: it passes, and is flagged. */
        @JsonProperty("controversial")
        CONTROVERSIAL,
        @JsonProperty("unsafe")
        UNSAFE
    }
}
