package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tools} and {@code tool_choice}, or the {@code functions} and {@code function_call} of older clients.
 *
 * @param legacy whether they are the latter
 */
record ToolsReader(List<Tool> tools, ToolChoice choice, boolean legacy) {

    static boolean isLegacy(JsonNode root) {
        return root.path("tools").isEmpty() && !root.path("functions").isEmpty();
    }

    static ToolsReader read(JsonNode root) throws InexpressibleRequestException {
        boolean legacy = isLegacy(root);
        List<Tool> tools = legacy ? functions(root.path("functions")) : tools(root.path("tools"));
        JsonNode choice = root.path(legacy ? "function_call" : "tool_choice");
        if ("allowed_tools".equals(choice.path("type").textValue())) {
            JsonNode allowed = choice.path("allowed_tools");
            Set<String> names = new HashSet<>();
            for (JsonNode tool : allowed.path("tools")) {
                names.add(Json.string(tool.path("function"), "name", ""));
            }
            List<Tool> kept =
                    tools.stream().filter(tool -> names.contains(tool.name())).toList();
            return new ToolsReader(kept, choice(allowed.path("mode"), "tool_choice"), legacy);
        }
        return new ToolsReader(tools, choice(choice, legacy ? "function_call" : "tool_choice"), legacy);
    }

    private static List<Tool> tools(JsonNode declared) throws InexpressibleRequestException {
        List<Tool> tools = new ArrayList<>(declared.size());
        for (int index = 0; index < declared.size(); index++) {
            JsonNode tool = declared.path(index);
            String path = "tools[" + index + "]";
            if (!"function".equals(tool.path("type").textValue())) {
                throw InexpressibleRequestException.invalid(
                        path + ".type", "Only tools of type 'function' can be said in this provider's dialect.");
            }
            tools.add(tool(tool.path("function"), path + ".function", Part.cacheMark(tool)));
        }
        return tools;
    }

    private static List<Tool> functions(JsonNode declared) throws InexpressibleRequestException {
        List<Tool> tools = new ArrayList<>(declared.size());
        for (int index = 0; index < declared.size(); index++) {
            tools.add(tool(declared.path(index), "functions[" + index + "]", null));
        }
        return tools;
    }

    private static Tool tool(JsonNode function, String path, Part.@Nullable CacheMark cache)
            throws InexpressibleRequestException {
        String name = Json.string(function, "name");
        if (name == null || name.isEmpty()) {
            throw InexpressibleRequestException.invalid(path + ".name", "A function needs a name.");
        }
        JsonNode parameters = function.path("parameters");
        return new Tool(
                name,
                Json.string(function, "description"),
                parameters.isObject() ? parameters : withoutParameters(),
                cache);
    }

    private static JsonNode withoutParameters() {
        return Json.object().put("type", "object").set("properties", Json.object());
    }

    private static ToolChoice choice(JsonNode choice, String path) throws InexpressibleRequestException {
        if (choice.isMissingNode() || choice.isNull()) {
            return new ToolChoice.Auto();
        }
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required" -> new ToolChoice.Required();
                default -> throw unknown(path);
            };
        }
        String name = Json.string(choice.path("function"), "name");
        if (name == null) {
            name = Json.string(choice, "name");
        }
        if (name == null) {
            throw unknown(path);
        }
        return new ToolChoice.Function(name);
    }

    private static InexpressibleRequestException unknown(String path) {
        return InexpressibleRequestException.invalid(
                path, "It must be 'auto', 'none', 'required', or name a function.");
    }
}
