package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the answer is to be generated. Numbers are kept as the client wrote them.
 *
 * @param outputTokens the most tokens the answer may have
 * @param choices {@code n}
 * @param effort null if the model decides
 * @param endUser {@code safety_identifier}, else {@code user}
 */
public record Settings(
        OptionalInt outputTokens,
        @Nullable JsonNode temperature,
        @Nullable JsonNode topP,
        @Nullable JsonNode seed,
        @Nullable JsonNode presencePenalty,
        @Nullable JsonNode frequencyPenalty,
        List<String> stop,
        int choices,
        @Nullable Effort effort,
        ResponseFormat format,
        @Nullable String endUser) {

    public Settings {
        stop = List.copyOf(stop);
    }
}
