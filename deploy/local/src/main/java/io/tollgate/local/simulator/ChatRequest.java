package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated provider reads of a chat request.
 *
 * @param promptTokens 4 for each message and 1 for each 4 bytes of UTF-8 text in it, rounded up message by message
 * @param lastUserText the text of the last message whose role is {@code user}; empty if there is none
 * @param tools the names of the functions that can be called
 * @param maxTokens the caller's limit on the completion, reasoning included
 */
record ChatRequest(
        String model,
        boolean stream,
        boolean includeUsage,
        OptionalInt maxTokens,
        int promptTokens,
        String lastUserText,
        List<String> tools,
        Controls controls) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_MODEL_LENGTH = 256;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int BYTES_PER_TOKEN = 4;

    ChatRequest {
        if (controls.cachedTokens() > promptTokens) {
            throw new InvalidRequestException(
                    "cached_tokens must not be more than the prompt's " + promptTokens, "simulator.cached_tokens");
        }
        tools = List.copyOf(tools);
        if (controls.toolCalls() > 0 && tools.isEmpty()) {
            throw new InvalidRequestException("there is no tool to call", "simulator.tool_calls");
        }
        if (!stream && controls.fault().filter(Fault::streamOnly).isPresent()) {
            throw new InvalidRequestException("This fault exists only with stream: true", "simulator.fault");
        }
    }

    /**
     * @param controls the header {@value Controls#HEADER}, which stands for the body's field; null if there is none
     * @throws InvalidRequestException if a provider would refuse it
     */
    static ChatRequest of(ObjectNode request, @Nullable String controls, Latency latency) {
        if (controls != null) {
            request.set("simulator", read(controls.getBytes(StandardCharsets.UTF_8)));
        }
        String model = request.path("model").asText("");
        if (model.isEmpty()) {
            throw new InvalidRequestException("you must provide a model parameter", "model");
        }
        if (model.length() > MAX_MODEL_LENGTH) {
            throw new InvalidRequestException("model is limited to " + MAX_MODEL_LENGTH + " characters", "model");
        }
        JsonNode messages = request.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new InvalidRequestException("messages must be an array with at least one message", "messages");
        }
        if (request.path("n").asInt(1) != 1) {
            throw new InvalidRequestException("the simulated model gives one choice", "n");
        }
        int promptTokens = 0;
        String lastUserText = "";
        StringBuilder said = new StringBuilder();
        for (JsonNode message : messages) {
            String text = text(message.path("content"));
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            promptTokens += TOKENS_PER_MESSAGE + (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
            said.append(text).append('\n');
            if ("user".equals(message.path("role").asText())) {
                lastUserText = text;
            }
        }
        Controls given = Controls.of(request, model, latency);
        return new ChatRequest(
                model,
                request.path("stream").asBoolean(false),
                request.path("stream_options").path("include_usage").asBoolean(false),
                maxTokens(request),
                promptTokens,
                lastUserText,
                tools(request.path("tools")),
                JudgeModel.ofModel(model)
                        .map(judge -> judge.controls(said.toString(), given))
                        .orElse(given));
    }

    /** A JSON object. */
    static ObjectNode read(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode request) {
                return request;
            }
        } catch (IOException e) {
            throw new InvalidRequestException("We could not parse the JSON body of your request.", "body");
        }
        throw new InvalidRequestException("The body of your request must be a JSON object.", "body");
    }

    private static OptionalInt maxTokens(JsonNode request) {
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            JsonNode limit = request.path(name);
            if (limit.isMissingNode() || limit.isNull()) {
                continue;
            }
            if (!limit.isInt() || limit.intValue() < 1) {
                throw new InvalidRequestException(name + " must be an integer of at least 1", name);
            }
            return OptionalInt.of(limit.intValue());
        }
        return OptionalInt.empty();
    }

    private static List<String> tools(JsonNode tools) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : tools) {
            String name = tool.path("function").path("name").asText("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }
}
