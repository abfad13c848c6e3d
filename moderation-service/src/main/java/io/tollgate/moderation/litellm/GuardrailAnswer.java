package io.tollgate.moderation.litellm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's answer.
 *
 * @param blockedReason why; only where it is blocked, and never with anything of a text
 * @param texts every text in its order, as it is to go on; only where one of them was changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuardrailAnswer(
        Action action,
        @JsonProperty("blocked_reason") @Nullable String blockedReason,
        @Nullable List<String> texts) {

    static final GuardrailAnswer NONE = new GuardrailAnswer(Action.NONE, null, null);

    /** What LiteLLM is to do. */
    public enum Action {
        /** It is refused. */
        BLOCKED,
        /** It goes on unchanged. */
        NONE,
        /** It goes on with the texts of the answer. */
        GUARDRAIL_INTERVENED
    }

    static GuardrailAnswer blocked(String reason) {
        return new GuardrailAnswer(Action.BLOCKED, reason, null);
    }

    static GuardrailAnswer changed(List<String> texts) {
        return new GuardrailAnswer(Action.GUARDRAIL_INTERVENED, null, List.copyOf(texts));
    }
}
