package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;

/** Makes the plain chat completion of a stream: what a provider would have sent had the answer not been streamed. */
public final class JoinedCompletion {

    /** Deltas of these are continued by the next one; of anything else the last one stands. */
    private static final Set<String> TEXTS =
            Set.of("content", "refusal", "reasoning_content", "reasoning", "arguments");

    private final JsonObject completion = new JsonObject();
    private final TreeMap<Integer, JsonObject> choices = new TreeMap<>();

    private JoinedCompletion() {}

    /**
     * @param events a whole stream of server-sent events of the kind {@code chat.completion.chunk}
     * @throws DecodeException if an event is not JSON
     */
    public static Buffer of(Buffer events) {
        JoinedCompletion joined = new JoinedCompletion();
        events.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip())
                .filter(data -> data.startsWith("{"))
                .forEach(data -> joined.add(new JsonObject(data)));
        return joined.finish();
    }

    private void add(JsonObject chunk) {
        for (String name : chunk.fieldNames()) {
            Object value = chunk.getValue(name);
            switch (name) {
                case "choices" -> {
                    JsonArray parts = chunk.getJsonArray(name);
                    for (int i = 0; i < parts.size(); i++) {
                        addChoice(parts.getJsonObject(i));
                    }
                }
                // Only for streams.
                case "object", "obfuscation" -> {}
                default -> {
                    if (value != null) {
                        completion.put(name, value);
                    }
                }
            }
        }
    }

    private void addChoice(JsonObject part) {
        JsonObject choice = choices.computeIfAbsent(
                part.getInteger("index", 0),
                index -> new JsonObject()
                        .put("index", index)
                        .put(
                                "message",
                                new JsonObject()
                                        .put("role", "assistant")
                                        .putNull("content")
                                        .putNull("refusal"))
                        .putNull("logprobs")
                        .putNull("finish_reason"));
        JsonObject delta = part.getJsonObject("delta");
        if (delta != null) {
            merge(choice.getJsonObject("message"), delta);
        }
        if (part.getValue("finish_reason") != null) {
            choice.put("finish_reason", part.getValue("finish_reason"));
        }
        JsonObject logprobs = part.getJsonObject("logprobs");
        if (logprobs != null) {
            JsonObject known = choice.getJsonObject("logprobs");
            if (known == null) {
                choice.put("logprobs", logprobs);
            } else {
                merge(known, logprobs);
            }
        }
    }

    private static void merge(JsonObject into, JsonObject delta) {
        for (String name : delta.fieldNames()) {
            Object value = delta.getValue(name);
            Object known = into.getValue(name);
            switch (value) {
                case null -> {
                    if (!into.containsKey(name)) {
                        into.putNull(name);
                    }
                }
                case String text
                when known instanceof String before && TEXTS.contains(name) -> into.put(name, before + text);
                case JsonObject object when known instanceof JsonObject before -> merge(before, object);
                case JsonArray parts
                when name.equals("tool_calls") ->
                    into.put(name, mergeCalls(known instanceof JsonArray before ? before : new JsonArray(), parts));
                case JsonArray parts when known instanceof JsonArray before -> before.addAll(parts);
                default -> into.put(name, value);
            }
        }
    }

    /** Parts of calls find the one they belong to by its index; a whole answer has none. */
    private static JsonArray mergeCalls(JsonArray calls, JsonArray parts) {
        for (int i = 0; i < parts.size(); i++) {
            JsonObject part = parts.getJsonObject(i).copy();
            int index = part.getInteger("index", calls.size());
            part.remove("index");
            if (index < calls.size()) {
                merge(calls.getJsonObject(index), part);
            } else {
                calls.add(part);
            }
        }
        return calls;
    }

    private Buffer finish() {
        JsonArray list = new JsonArray();
        choices.values().forEach(list::add);
        JsonObject whole = new JsonObject()
                .put("id", completion.getValue("id"))
                .put("object", "chat.completion")
                .put("created", completion.getValue("created"))
                .put("model", completion.getValue("model"))
                .put("choices", list);
        completion.forEach(member -> {
            if (!whole.containsKey(member.getKey())) {
                whole.put(member.getKey(), member.getValue());
            }
        });
        return whole.toBuffer();
    }
}
