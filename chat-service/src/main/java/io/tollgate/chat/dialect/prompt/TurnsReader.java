package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages}. */
final class TurnsReader {

    /** Names of the tools that were called, by the call's id. */
    private final Map<String, String> called = new HashMap<>();

    private int functionCalls;

    List<Turn> read(JsonNode messages) throws InexpressibleRequestException {
        if (!messages.isArray() || messages.isEmpty()) {
            throw InexpressibleRequestException.invalid("messages", "'messages' must be a list with at least one.");
        }
        List<Turn> turns = new ArrayList<>(messages.size());
        for (int index = 0; index < messages.size(); index++) {
            turns.add(turn(messages.get(index), "messages[" + index + "]"));
        }
        return turns;
    }

    private Turn turn(JsonNode message, String path) throws InexpressibleRequestException {
        String content = path + ".content";
        return switch (Json.string(message, "role", "")) {
            case "system", "developer" -> new Turn.Instruction(PartsReader.read(message, content));
            case "user" -> new Turn.User(PartsReader.read(message, content));
            case "assistant" -> assistant(message, path);
            case "tool" -> {
                String id = Json.string(message, "tool_call_id");
                if (id == null) {
                    throw InexpressibleRequestException.invalid(
                            path + ".tool_call_id", "A message of role 'tool' needs the id of the call it answers.");
                }
                yield new Turn.ToolResult(path, id, called.get(id), PartsReader.read(message, content));
            }
            case "function" ->
                new Turn.ToolResult(
                        path,
                        "call_function_" + functionCalls,
                        Json.string(message, "name", ""),
                        PartsReader.read(message, content));
            default ->
                throw InexpressibleRequestException.invalid(
                        path + ".role", "It must be 'system', 'developer', 'user', 'assistant', 'tool' or 'function'.");
        };
    }

    private Turn assistant(JsonNode message, String path) throws InexpressibleRequestException {
        List<Part> parts = new ArrayList<>(PartsReader.read(message, path + ".content"));
        String refusal = Json.string(message, "refusal");
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Text(path + ".refusal", refusal, null));
        }
        List<ToolCall> calls = new ArrayList<>();
        JsonNode toolCalls = message.path("tool_calls");
        for (int index = 0; index < toolCalls.size(); index++) {
            calls.add(toolCall(toolCalls.get(index), path + ".tool_calls[" + index + "]"));
        }
        JsonNode functionCall = message.path("function_call");
        if (functionCall.isObject()) {
            functionCalls++;
            calls.add(call("call_function_" + functionCalls, functionCall, null, path + ".function_call"));
        }
        return new Turn.Assistant(parts, calls);
    }

    private ToolCall toolCall(JsonNode call, String path) throws InexpressibleRequestException {
        String id = Json.string(call, "id");
        if (id == null || id.isEmpty()) {
            throw InexpressibleRequestException.invalid(path + ".id", "A tool call needs an id.");
        }
        if (!call.path("function").isObject()) {
            throw InexpressibleRequestException.invalid(
                    path, "Only calls of functions can be said in this provider's dialect.");
        }
        String signature = Json.string(call.path("extra_content").path("google"), "thought_signature");
        return call(id, call.path("function"), signature, path + ".function");
    }

    private ToolCall call(String id, JsonNode function, @Nullable String signature, String path)
            throws InexpressibleRequestException {
        String name = Json.string(function, "name");
        if (name == null || name.isEmpty()) {
            throw InexpressibleRequestException.invalid(path + ".name", "A call of a function needs its name.");
        }
        called.put(id, name);
        return new ToolCall(id, name, arguments(Json.string(function, "arguments", ""), path), signature);
    }

    private static ObjectNode arguments(String text, String path) throws InexpressibleRequestException {
        if (text.isBlank()) {
            return Json.object();
        }
        try {
            return Json.parseObject(text);
        } catch (IOException malformed) {
            throw InexpressibleRequestException.invalid(
                    path + ".arguments", "The arguments of a function call must be a JSON object.");
        }
    }
}
