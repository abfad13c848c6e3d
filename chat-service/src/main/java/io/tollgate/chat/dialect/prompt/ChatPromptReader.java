package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a chat completion request in OpenAI's dialect. */
public final class ChatPromptReader {

    /** Given with a value other than null or false, these ask for something that not every provider has. */
    private static final List<String> DEMANDING =
            List.of("logprobs", "audio", "web_search_options", "reasoning_effort", "seed");

    /** Likewise, where the value is not zero or empty. */
    private static final List<String> NEUTRAL_WHEN_EMPTY =
            List.of("logit_bias", "presence_penalty", "frequency_penalty", "top_logprobs");

    private ChatPromptReader() {}

    /** @throws InexpressibleRequestException naming the field that is wrong */
    public static ChatPrompt read(byte[] body) throws InexpressibleRequestException {
        ObjectNode root = parse(body);
        ToolsReader tools = ToolsReader.read(root);
        List<Turn> turns = new TurnsReader().read(root.path("messages"));
        return new ChatPrompt(
                turns,
                tools.tools(),
                tools.choice(),
                !tools.legacy()
                        && (!root.path("parallel_tool_calls").isBoolean()
                                || root.path("parallel_tool_calls").booleanValue()),
                settings(root),
                demands(root));
    }

    /** Whether the client speaks of {@code functions} and wants {@code function_call} in its answer. */
    public static boolean speaksOfFunctions(byte[] body) {
        if (!new String(body, StandardCharsets.ISO_8859_1).contains("\"functions\"")) {
            return false;
        }
        try {
            ObjectNode root = Json.parseObject(body);
            return ToolsReader.isLegacy(root);
        } catch (IOException malformed) {
            return false;
        }
    }

    private static ObjectNode parse(byte[] body) throws InexpressibleRequestException {
        try {
            return Json.parseObject(body);
        } catch (IOException malformed) {
            throw new InexpressibleRequestException(null, null, "The body is not a JSON object.");
        }
    }

    private static Settings settings(ObjectNode root) throws InexpressibleRequestException {
        return new Settings(
                outputTokens(root),
                number(root, "temperature"),
                number(root, "top_p"),
                number(root, "seed"),
                number(root, "presence_penalty"),
                number(root, "frequency_penalty"),
                stop(root.path("stop")),
                root.path("n").isInt() ? root.path("n").intValue() : 1,
                effort(root),
                format(root.path("response_format")),
                Optional.ofNullable(Json.string(root, "safety_identifier")).orElse(Json.string(root, "user")));
    }

    private static OptionalInt outputTokens(ObjectNode root) {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            if (root.path(name).isInt()) {
                return OptionalInt.of(root.path(name).intValue());
            }
        }
        return OptionalInt.empty();
    }

    private static @Nullable JsonNode number(ObjectNode root, String name) throws InexpressibleRequestException {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw InexpressibleRequestException.invalid(name, "'" + name + "' must be a number.");
        }
        return value;
    }

    private static List<String> stop(JsonNode value) throws InexpressibleRequestException {
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> stop = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw InexpressibleRequestException.invalid("stop", "'stop' must be a string or a list of strings.");
            }
            stop.add(item.textValue());
        }
        return stop;
    }

    private static @Nullable Effort effort(ObjectNode root) throws InexpressibleRequestException {
        String name = Json.string(root, "reasoning_effort");
        if (name == null) {
            return null;
        }
        return Effort.ofWireName(name)
                .orElseThrow(() -> InexpressibleRequestException.invalid(
                        "reasoning_effort", "'reasoning_effort' is not one of the known efforts."));
    }

    private static ResponseFormat format(JsonNode value) throws InexpressibleRequestException {
        return switch (Json.string(value, "type", "text")) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> {
                JsonNode declared = value.path("json_schema");
                if (!declared.path("schema").isObject()) {
                    throw InexpressibleRequestException.invalid(
                            "response_format.json_schema.schema", "The schema must be an object.");
                }
                yield new ResponseFormat.JsonSchema(
                        Json.string(declared, "name", "answer"),
                        Json.string(declared, "description"),
                        declared.path("schema"));
            }
            default ->
                throw InexpressibleRequestException.invalid(
                        "response_format.type", "It must be 'text', 'json_object' or 'json_schema'.");
        };
    }

    private static Set<String> demands(ObjectNode root) {
        Set<String> demands = new HashSet<>();
        for (String name : DEMANDING) {
            JsonNode value = root.path(name);
            if (!value.isMissingNode() && !value.isNull() && (!value.isBoolean() || value.booleanValue())) {
                demands.add(name);
            }
        }
        for (String name : NEUTRAL_WHEN_EMPTY) {
            JsonNode value = root.path(name);
            if (value.isNumber() ? value.decimalValue().signum() != 0 : !value.isEmpty()) {
                demands.add(name);
            }
        }
        if (root.path("n").intValue() > 1) {
            demands.add("n");
        }
        if ("json_object".equals(root.path("response_format").path("type").textValue())) {
            demands.add("response_format");
        }
        for (JsonNode modality : root.path("modalities")) {
            if (!"text".equals(modality.textValue())) {
                demands.add("modalities");
            }
        }
        return demands;
    }
}
