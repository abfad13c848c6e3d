package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request of Anthropic's Messages as a chat completion. Marks for the prompt cache are Anthropic's own: they are kept where the
 * provider understands them, and left out elsewhere, because OpenAI refuses fields that it does not know.
 */
public final class MessagesToOpenAi {

    /** Thinking of fewer tokens is little effort, of more than the second bound it is much. */
    private static final int EFFORT_LOW_MAX = 2_048;

    private static final int EFFORT_MEDIUM_MAX = 8_192;

    /** Of the tools that Anthropic has defined, those whose calls the client answers; their names go on with a date. */
    private static final List<String> TOOLS_OF_CLIENTS =
            List.of("custom", "bash_", "text_editor_", "computer_", "memory_");

    /** Strings that nobody reads as a text. */
    private static final Set<String> NO_TEXTS = Set.of(
            "type",
            "role",
            "id",
            "tool_use_id",
            "name",
            "media_type",
            "signature",
            "encrypted_content",
            "ttl",
            "file_id");

    /** Of everything that the translation alone cannot do. */
    public static final String UNSUPPORTED = "unsupported_parameter";

    private MessagesToOpenAi() {}

    /**
     * @param keepCacheMarks whether {@code cache_control} stays where it stands
     * @throws InexpressibleRequestException naming the field that is wrong, or that has no counterpart
     */
    public static byte[] translate(byte[] body, boolean keepCacheMarks) throws InexpressibleRequestException {
        ObjectNode request = parse(body);
        ObjectNode chat = Json.object();
        copyFrame(request, chat);
        chat.set("messages", new MessagesConversation(keepCacheMarks).translate(request));
        copy(request, "temperature", chat, "temperature");
        copy(request, "top_p", chat, "top_p");
        copy(request, "stop_sequences", chat, "stop");
        if (request.has("top_k")) {
            throw new InexpressibleRequestException(
                    UNSUPPORTED, "top_k", "'top_k' is not supported here; leave it out.");
        }
        writeTools(request, chat, keepCacheMarks);
        writeEffort(request, chat);
        writeFormat(request.path("output_config").path("format"), chat);
        return Json.bytes(chat);
    }

    /** Whether a refusal says that only the translation fails, not that the request is wrong. */
    public static boolean isUnsupported(InexpressibleRequestException refused) {
        return UNSUPPORTED.equals(refused.code());
    }

    /**
     * The chat completion that says of a request which cannot be translated what decides something here: who is asked, how much it
     * may answer, and how much it gives to read, as one message. Nobody is sent it.
     *
     * @throws InexpressibleRequestException if the request itself is wrong
     */
    public static byte[] gist(byte[] body) throws InexpressibleRequestException {
        return gist(parse(body));
    }

    /** The same of a request whose tokens are to be counted: it need not say how much may be answered. */
    public static byte[] gistOfCount(byte[] body) throws InexpressibleRequestException {
        ObjectNode request = parse(body);
        if (!request.has("max_tokens")) {
            request.put("max_tokens", 1);
        }
        return gist(request);
    }

    private static byte[] gist(ObjectNode request) throws InexpressibleRequestException {
        requireToolsOfClients(request.path("tools"));
        ObjectNode chat = Json.object();
        copyFrame(request, chat);
        ArrayNode parts =
                chat.putArray("messages").addObject().put("role", "user").putArray("content");
        collectMedia(request.path("messages"), parts);
        texts(request).forEach(text -> parts.addObject().put("type", "text").put("text", text));
        return Json.bytes(chat);
    }

    /**
     * Every text of a request: what a provider of its own dialect may give a model to read is more than what is translated.
     *
     * @throws InexpressibleRequestException if it is not a JSON object
     */
    public static List<String> texts(byte[] body) throws InexpressibleRequestException {
        return texts(parse(body));
    }

    private static List<String> texts(ObjectNode request) {
        List<String> texts = new ArrayList<>();
        collectTexts(request.path("system"), texts);
        collectTexts(request.path("messages"), texts);
        return texts;
    }

    private static void collectTexts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        boolean isEncoded = "base64".equals(node.path("type").textValue());
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            boolean isNoText =
                    NO_TEXTS.contains(member.getKey()) || (member.getKey().equals("data") && isEncoded);
            if (!isNoText || member.getValue().isContainerNode()) {
                collectTexts(member.getValue(), texts);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> collectTexts(element, texts));
        }
    }

    private static void collectMedia(JsonNode node, ArrayNode parts) {
        String type = Json.string(node, "type", "");
        if (type.equals("image") || type.equals("document")) {
            parts.addObject().put("type", "image_url").putObject("image_url").put("url", "data:,");
        }
        node.forEach(inner -> collectMedia(inner, parts));
    }

    private static void requireToolsOfClients(JsonNode tools) throws InexpressibleRequestException {
        for (int index = 0; index < tools.size(); index++) {
            String type = Json.string(tools.path(index), "type", "custom");
            if (TOOLS_OF_CLIENTS.stream().noneMatch(type::startsWith)) {
                throw new InexpressibleRequestException(
                        UNSUPPORTED,
                        "tools[" + index + "].type",
                        "Tools that the provider runs itself are not supported here: what they cost cannot be"
                                + " metered.");
            }
        }
    }

    /** Whether it may have marks for the prompt cache; without them both translations are the same. */
    public static boolean hasCacheMarks(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).contains("\"cache_control\"");
    }

    /** Who is asked, for whom, how much may be answered, and how. */
    private static void copyFrame(ObjectNode request, ObjectNode chat) throws InexpressibleRequestException {
        copy(request, "model", chat, "model");
        if (!request.path("max_tokens").isInt() || request.path("max_tokens").intValue() < 1) {
            throw InexpressibleRequestException.invalid("max_tokens", "It must be an integer of at least 1.");
        }
        chat.put("max_completion_tokens", request.path("max_tokens").intValue());
        JsonNode stream = request.path("stream");
        if (!stream.isMissingNode() && !stream.isNull() && !stream.isBoolean()) {
            throw InexpressibleRequestException.invalid("stream", "It must be true or false.");
        }
        if (stream.asBoolean()) {
            chat.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        copy(request.path("metadata"), "user_id", chat, "user");
    }

    static ObjectNode parse(byte[] body) throws InexpressibleRequestException {
        try {
            return Json.parseRequest(body);
        } catch (IOException malformed) {
            throw InexpressibleRequestException.malformed(malformed);
        }
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        JsonNode value = from.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(as, value);
        }
    }

    private static void writeTools(ObjectNode request, ObjectNode chat, boolean keepCacheMarks)
            throws InexpressibleRequestException {
        JsonNode tools = request.path("tools");
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode functions = chat.putArray("tools");
        for (int index = 0; index < tools.size(); index++) {
            JsonNode tool = tools.path(index);
            if (!"custom".equals(Json.string(tool, "type", "custom"))) {
                throw new InexpressibleRequestException(
                        UNSUPPORTED,
                        "tools[" + index + "].type",
                        "Tools that the provider runs itself are not supported here.");
            }
            ObjectNode function = functions.addObject().put("type", "function");
            if (keepCacheMarks) {
                copy(tool, "cache_control", function, "cache_control");
            }
            ObjectNode declared = function.putObject("function");
            copy(tool, "name", declared, "name");
            copy(tool, "description", declared, "description");
            copy(tool, "input_schema", declared, "parameters");
        }
        writeChoice(request.path("tool_choice"), chat);
    }

    private static void writeChoice(JsonNode choice, ObjectNode chat) throws InexpressibleRequestException {
        switch (Json.string(choice, "type", "auto")) {
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", Json.string(choice, "name", ""));
            default ->
                throw InexpressibleRequestException.invalid(
                        "tool_choice.type", "It must be 'auto', 'any', 'tool' or 'none'.");
        }
        if (choice.path("disable_parallel_tool_use").asBoolean()) {
            chat.put("parallel_tool_calls", false);
        }
    }

    private static void writeEffort(ObjectNode request, ObjectNode chat) {
        String effort = Json.string(request.path("output_config"), "effort");
        JsonNode thinking = request.path("thinking");
        if (effort != null) {
            chat.put("reasoning_effort", effort);
        } else if ("enabled".equals(thinking.path("type").textValue())) {
            long budget = Json.count(thinking, "budget_tokens");
            chat.put(
                    "reasoning_effort",
                    budget <= EFFORT_LOW_MAX ? "low" : budget <= EFFORT_MEDIUM_MAX ? "medium" : "high");
        }
    }

    private static void writeFormat(JsonNode format, ObjectNode chat) {
        if ("json_schema".equals(format.path("type").textValue())) {
            ObjectNode declared = chat.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", true);
            copy(format, "schema", declared, "schema");
        }
    }
}
