package io.tollgate.moderation.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** OpenAI's error body; all four keys are always there. */
public record ErrorEnvelope(Detail error) {

    /**
     * @param message what is wrong and what to do; never a part of a text
     * @param type OpenAI's class of error
     * @param param the field at fault, e.g. {@code input[2]}
     * @param code machine-readable reason
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
