package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Makes the stream of a plain chat completion: what a provider would have sent had the answer been streamed. */
public final class ChunkedCompletion {

    private static final String DONE = "data: [DONE]\n\n";

    private final JsonObject head;
    private final Buffer events = Buffer.buffer();

    private ChunkedCompletion(JsonObject completion) {
        this.head = new JsonObject()
                .put("id", completion.getValue("id"))
                .put("object", "chat.completion.chunk")
                .put("created", completion.getValue("created"))
                .put("model", completion.getValue("model"));
        copy(completion, "system_fingerprint");
        copy(completion, "service_tier");
    }

    private void copy(JsonObject completion, String name) {
        if (completion.containsKey(name)) {
            head.put(name, completion.getValue(name));
        }
    }

    /**
     * @param completion a JSON object of the kind {@code chat.completion}
     * @return server-sent events, the usage chunk and {@code [DONE]} included
     */
    public static Buffer of(Buffer completion) {
        JsonObject json = completion.toJsonObject();
        ChunkedCompletion chunks = new ChunkedCompletion(json);
        JsonArray choices = json.getJsonArray("choices", new JsonArray());
        for (int i = 0; i < choices.size(); i++) {
            chunks.choice(choices.getJsonObject(i), i);
        }
        if (json.getValue("usage") != null) {
            chunks.event(new JsonArray(), json.getJsonObject("usage"));
        }
        return chunks.events.appendString(DONE);
    }

    private void choice(JsonObject choice, int position) {
        int index = choice.getInteger("index", position);
        JsonObject message = choice.getJsonObject("message", new JsonObject());
        String opening = message.getValue("content") instanceof String ? "" : null;
        chunk(
                index,
                new JsonObject()
                        .put("role", message.getString("role", "assistant"))
                        .put("content", opening),
                null,
                null);
        Object logprobs = choice.getValue("logprobs");
        for (String name : message.fieldNames()) {
            Object value = message.getValue(name);
            boolean said = value != null && !name.equals("role") && !"".equals(value);
            if (said && name.equals("tool_calls")) {
                toolCalls(index, message.getJsonArray(name));
            } else if (said) {
                chunk(index, new JsonObject().put(name, value), logprobs, null);
                logprobs = null;
            }
        }
        chunk(index, new JsonObject(), logprobs, choice.getString("finish_reason"));
    }

    /** Identity once, in a call's first delta; then its arguments: SDKs join what is sent again. */
    private void toolCalls(int index, JsonArray calls) {
        for (int i = 0; i < calls.size(); i++) {
            JsonObject call = calls.getJsonObject(i).copy().put("index", i);
            JsonObject function = call.getJsonObject("function");
            String arguments = function == null ? null : function.getString("arguments");
            if (function != null && arguments != null) {
                function.put("arguments", "");
            }
            chunk(index, new JsonObject().put("tool_calls", new JsonArray().add(call)), null, null);
            if (arguments != null && !arguments.isEmpty()) {
                JsonObject rest =
                        new JsonObject().put("index", i).put("function", new JsonObject().put("arguments", arguments));
                chunk(index, new JsonObject().put("tool_calls", new JsonArray().add(rest)), null, null);
            }
        }
    }

    private void chunk(int index, JsonObject delta, @Nullable Object logprobs, @Nullable String finishReason) {
        JsonObject choice = new JsonObject()
                .put("index", index)
                .put("delta", delta)
                .put("logprobs", logprobs)
                .put("finish_reason", finishReason);
        event(new JsonArray().add(choice), null);
    }

    private void event(JsonArray choices, @Nullable JsonObject usage) {
        JsonObject chunk = head.copy().put("choices", choices);
        if (usage != null) {
            chunk.put("usage", usage);
        }
        events.appendString("data: ").appendBuffer(chunk.toBuffer()).appendString("\n\n");
    }
}
