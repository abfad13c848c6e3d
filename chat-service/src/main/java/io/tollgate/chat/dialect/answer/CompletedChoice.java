package io.tollgate.chat.dialect.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import org.jspecify.annotations.Nullable;

/** One choice of a plain answer, gathered from the provider's blocks. */
public final class CompletedChoice {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ArrayNode toolCalls = Json.array();

    public void text(String piece) {
        text.append(piece);
    }

    public void reasoning(String piece) {
        reasoning.append(piece);
    }

    public boolean hasToolCalls() {
        return !toolCalls.isEmpty();
    }

    public int toolCalls() {
        return toolCalls.size();
    }

    /** @param arguments a JSON object as text */
    public void toolCall(String id, String name, String arguments, @Nullable ObjectNode extraContent) {
        ObjectNode call = toolCalls.addObject().put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        if (extraContent != null) {
            call.set("extra_content", extraContent);
        }
    }

    ObjectNode toJson(int index, FinishReason finish, boolean legacyFunctions) {
        ObjectNode choice = Json.object().put("index", index);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", text.isEmpty() ? null : text.toString());
        message.putNull("refusal");
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (hasToolCalls() && legacyFunctions) {
            message.set("function_call", toolCalls.get(0).get("function"));
        } else if (hasToolCalls()) {
            message.set("tool_calls", toolCalls);
        }
        choice.putNull("logprobs");
        choice.put("finish_reason", finish.wireName(legacyFunctions));
        return choice;
    }
}
