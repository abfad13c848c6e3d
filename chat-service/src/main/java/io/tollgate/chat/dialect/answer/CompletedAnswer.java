package io.tollgate.chat.dialect.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import org.jspecify.annotations.Nullable;

/** A plain chat completion in OpenAI's shape. */
public final class CompletedAnswer {

    private final CallTerms terms;
    private final boolean legacyFunctions;
    private final ArrayNode choices = Json.array();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String serviceTier;
    private @Nullable TokenCounts usage;

    public CompletedAnswer(CallTerms terms) {
        this.terms = terms;
        this.legacyFunctions = terms.legacyFunctions();
    }

    /** What the provider calls the answer, and who answered; null where it does not say. */
    public void identity(@Nullable String providersId, @Nullable String providersModel) {
        id = providersId;
        model = providersModel;
    }

    /** The tier that is billed. */
    public void serviceTier(@Nullable String tier) {
        serviceTier = tier;
    }

    public void choice(CompletedChoice choice, FinishReason finish) {
        choices.add(choice.toJson(choices.size(), finish, legacyFunctions));
    }

    /** Left out where the provider reported nothing. */
    public void usage(@Nullable TokenCounts counts) {
        usage = counts;
    }

    public byte[] toBytes() {
        ObjectNode answer = Json.object()
                .put("id", id == null ? "chatcmpl-" + terms.callId() : id)
                .put("object", "chat.completion")
                .put("created", terms.created())
                .put("model", model == null ? terms.model() : model);
        answer.set("choices", choices);
        if (serviceTier != null) {
            answer.put("service_tier", serviceTier);
        }
        if (usage != null) {
            answer.set("usage", usage.toJson());
        }
        return Json.bytes(answer);
    }
}
