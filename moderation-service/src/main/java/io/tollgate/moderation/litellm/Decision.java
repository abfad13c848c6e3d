package io.tollgate.moderation.litellm;

import io.tollgate.moderation.enforcement.Enforced;
import io.tollgate.moderation.engine.stream.Action;
import java.util.List;

/** What is done, and how LiteLLM is told. */
record Decision(Action action, GuardrailAnswer answer) {

    static Decision of(GuardrailRequest request, Enforced enforced) {
        List<String> masked = enforced.masked();
        int texts = request.texts().size();
        // What is in the arguments of a tool call cannot be replaced, so it does not pass.
        boolean isStuck = !masked.subList(texts, masked.size()).equals(request.toolTexts());
        if (enforced.action() == Action.BLOCK || isStuck) {
            return new Decision(
                    Action.BLOCK,
                    GuardrailAnswer.blocked("Refused by this gateway's content policy ("
                            + String.join(", ", enforced.subjects()) + ")."));
        }
        List<String> changed = masked.subList(0, texts);
        return new Decision(
                enforced.action(),
                changed.equals(request.texts()) ? GuardrailAnswer.NONE : GuardrailAnswer.changed(changed));
    }
}
