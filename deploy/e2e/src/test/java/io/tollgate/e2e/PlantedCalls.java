package io.tollgate.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.e2e.suite.PlantedData;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls that hold {@link PlantedData} wherever a call can hold it: in what is asked, said, called, embedded, and malformed. */
final class PlantedCalls {

    static final String CHAT = "/v1/chat/completions";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = PlantedData.text();
    private static final String HARMLESS = "Zebras graze.";
    private static final String MODEL = "gpt-4o-mini";
    private static final List<String> FAULTS =
            List.of("500", "429", "reset", "cut", "malformed-json", "malformed-frame", "error-in-stream");

    /** @param body as it is sent, which need not be JSON */
    record Call(String path, String body) {}

    private PlantedCalls() {}

    /** What a model is asked and answers, plain and streamed, in every dialect. */
    static List<Call> ofConversations() {
        List<Call> calls = new ArrayList<>();
        for (boolean stream : List.of(false, true)) {
            calls.add(chat(MODEL, stream, List.of(user(TEXT)), Map.of()));
            calls.add(chat(MODEL, stream, List.of(user(HARMLESS)), Map.of("text", TEXT)));
            calls.add(chat(MODEL, stream, calledTool(), Map.of()));
            calls.add(callingTool(stream));
            calls.add(new Call(
                    "/v1/messages",
                    json(Map.of("model", MODEL, "max_tokens", 40, "stream", stream, "messages", List.of(user(TEXT))))));
            calls.add(new Call("/v1/completions", json(Map.of("model", MODEL, "stream", stream, "prompt", TEXT))));
        }
        calls.add(new Call("/v1/embeddings", json(Map.of("model", "text-embedding-3-small", "input", TEXT))));
        calls.add(moderation(TEXT));
        calls.add(inAddress());
        return calls;
    }

    /** What is asked over the WebSocket: a question, and what is no request. */
    static List<String> ofSocket() {
        return List.of(chat(MODEL, true, List.of(user(TEXT)), Map.of()).body(), TEXT);
    }

    /** A client that puts into a query string what has no business there. */
    private static Call inAddress() {
        Call harmless = chat(MODEL, false, List.of(user(HARMLESS)), Map.of());
        return new Call(CHAT + "?api_key=" + PlantedData.KEY + "&user=" + PlantedData.EMAIL, harmless.body());
    }

    /** What a provider cannot answer as it should, each at a target of its own: one that fails is soon left alone. */
    static List<Call> ofFaults() {
        return FAULTS.stream()
                .map(fault -> chat(
                        "simulator/planted-" + fault,
                        fault.endsWith("frame") || fault.endsWith("stream"),
                        List.of(user(TEXT)),
                        Map.of("text", TEXT, "fault", fault)))
                .toList();
    }

    /** What the judge is asked about, and answers in every way that it may. */
    static List<Call> ofDoubts() {
        return List.of("safe", "unsafe", "garbage", "500", "401").stream()
                .map(PlantedCalls::judged)
                .toList();
    }

    /** @param script how the simulated judge is to judge */
    static Call judged(String script) {
        return chat(MODEL, false, List.of(user(TEXT + " [judge " + script + "]")), Map.of());
    }

    static Call moderation(String text) {
        return new Call("/v1/moderations", json(Map.of("input", List.of(HARMLESS, text))));
    }

    /** What is no request: of the wrong shape, or no JSON. */
    static List<Call> malformed() {
        String quoted = json(TEXT);
        return List.of(
                new Call(CHAT, "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":" + quoted),
                new Call(
                        CHAT,
                        "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":" + TEXT + "}]}"),
                new Call(CHAT, TEXT),
                new Call(CHAT, "{\"model\":\"" + MODEL + "\",\"messages\":" + quoted + "}"),
                new Call(CHAT, "{\"model\":\"" + MODEL + "\",\"messages\":[],\"stream\":" + quoted + "}"),
                new Call(
                        CHAT,
                        "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":" + quoted
                                + "}],\"moderation\":{\"model\":" + quoted + "}}"),
                new Call("/v1/messages", "{\"model\":\"" + MODEL + "\",\"max_tokens\":4,\"messages\":[" + quoted),
                new Call("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":" + TEXT + "}"),
                new Call("/v1/moderations", "{\"input\":" + quoted),
                new Call("/v1/moderations", "{\"input\":[{\"type\":" + quoted + "}]}"));
    }

    /** What an administrator writes: no policy at all, one that is refused, and what is tried with one. */
    static List<Call> ofAdministration() {
        String policy = "{\"fail_mode\":\"open\",\"stream_mode\":\"balanced\",\"stores_content\":false,\"rules\":["
                + "{\"subject\":\"pii\",\"stage\":\"input\",\"action\":\"redact\"}]}";
        String dryRun = "/v1/organization/moderation/policies/dry_run";
        return List.of(
                new Call(dryRun, "{\"text\":" + json(TEXT)),
                new Call(dryRun, "{\"text\":" + json(TEXT) + ",\"policy\":{\"fail_mode\":\"never\"}}"),
                new Call(dryRun, "{\"text\":" + json(TEXT) + ",\"policy\":" + policy + "}"));
    }

    private static Call chat(
            String model, boolean stream, List<Map<String, Object>> messages, Map<String, Object> controls) {
        Map<String, Object> body = new HashMap<>(Map.of("model", model, "stream", stream, "messages", messages));
        if (!controls.isEmpty()) {
            body.put("simulator", controls);
        }
        return new Call(CHAT, json(body));
    }

    private static Map<String, Object> user(String content) {
        return Map.of("role", "user", "content", content);
    }

    /** A tool was called with the data, and answered with it. */
    private static List<Map<String, Object>> calledTool() {
        Map<String, Object> function = Map.of("name", "look_up", "arguments", json(Map.of("who", TEXT)));
        return List.of(
                user(HARMLESS),
                Map.of(
                        "role",
                        "assistant",
                        "tool_calls",
                        List.of(Map.of("id", "call_1", "type", "function", "function", function))),
                Map.of("role", "tool", "tool_call_id", "call_1", "content", TEXT));
    }

    /** The simulated model repeats a tool's name in the arguments of its call. */
    private static Call callingTool(boolean stream) {
        Map<String, Object> function = Map.of(
                "name", PlantedData.KEY, "description", TEXT, "parameters", Map.of("type", "object", "title", TEXT));
        return new Call(
                CHAT,
                json(Map.of(
                        "model",
                        MODEL,
                        "stream",
                        stream,
                        "messages",
                        List.of(user(HARMLESS)),
                        "tools",
                        List.of(Map.of("type", "function", "function", function)),
                        "simulator",
                        Map.of("tool_calls", 1))));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
