package io.tollgate.billing.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** OpenAI's error envelope; all four keys are always present. */
public record ErrorBody(Detail error) {

    static ErrorBody of(String message, String type, @Nullable String param, @Nullable String code) {
        return new ErrorBody(new Detail(message, type, param, code));
    }

    /**
     * @param message what is wrong and what to do
     * @param type OpenAI's class of error
     * @param param the field or parameter at fault, if it is a single one
     * @param code machine-readable reason, if there is one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
