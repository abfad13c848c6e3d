package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.prompt.ChatPrompt;
import io.tollgate.chat.dialect.prompt.Effort;
import io.tollgate.chat.dialect.prompt.ResponseFormat;
import io.tollgate.chat.dialect.prompt.Settings;
import io.tollgate.chat.dialect.prompt.Tool;
import io.tollgate.chat.dialect.prompt.ToolChoice;
import io.tollgate.chat.dialect.prompt.Turn;
import java.math.BigDecimal;
import java.util.Map;

/** Writes a request for Anthropic's Messages. */
final class AnthropicRequest {

    private static final String PROVIDER = "Anthropic models";

    /** What Anthropic has no counterpart for. A {@code seed} is a wish for the best effort by its own definition. */
    private static final Map<String, String> WITHOUT = Map.of(
            "n", "they give one choice for each request.",
            "logprobs", "they report no log probabilities.",
            "top_logprobs", "they report no log probabilities.",
            "logit_bias", "they take no bias.",
            "presence_penalty", "they take no penalties.",
            "frequency_penalty", "they take no penalties.",
            "audio", "they give text only.",
            "modalities", "they give text only.",
            "web_search_options", "it is not translated.",
            "response_format", "they have no mode for any JSON object; give a 'json_schema'.");

    /** The least that Anthropic lets a model think. */
    private static final int THINKING_MIN = 1_024;

    private AnthropicRequest() {}

    static ObjectNode of(ChatPrompt prompt, CallTerms terms) throws InexpressibleRequestException {
        prompt.require(PROVIDER, WITHOUT);
        Settings settings = prompt.settings();
        int outputTokens = settings.outputTokens().orElse(terms.outputTokensDefault());
        ObjectNode request = Json.object().put("model", terms.model()).put("max_tokens", outputTokens);
        if (terms.stream()) {
            request.put("stream", true);
        }
        new AnthropicMessages().write(prompt, request);
        writeTools(prompt, request);
        if (settings.temperature() != null) {
            // Anthropic's scale ends at 1, OpenAI's at 2.
            request.put("temperature", settings.temperature().decimalValue().min(BigDecimal.ONE));
        }
        if (settings.topP() != null) {
            request.set("top_p", settings.topP());
        }
        if (!settings.stop().isEmpty()) {
            ArrayNode stop = request.putArray("stop_sequences");
            settings.stop().forEach(stop::add);
        }
        if (settings.endUser() != null) {
            request.putObject("metadata").put("user_id", settings.endUser());
        }
        if (settings.format() instanceof ResponseFormat.JsonSchema schema) {
            request.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", schema.schema());
        }
        writeThinking(prompt, outputTokens, request);
        return request;
    }

    private static void writeTools(ChatPrompt prompt, ObjectNode request) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = request.putArray("tools");
        for (Tool tool : prompt.tools()) {
            ObjectNode declared = tools.addObject().put("name", tool.name());
            if (tool.description() != null) {
                declared.put("description", tool.description());
            }
            declared.set("input_schema", tool.parameters());
            AnthropicMessages.mark(declared, tool.cache());
        }
        ObjectNode choice =
                switch (prompt.toolChoice()) {
                    case ToolChoice.Auto _ -> Json.object().put("type", "auto");
                    case ToolChoice.None _ -> Json.object().put("type", "none");
                    case ToolChoice.Required _ -> Json.object().put("type", "any");
                    case ToolChoice.Function function ->
                        Json.object().put("type", "tool").put("name", function.name());
                };
        boolean isNone = prompt.toolChoice() instanceof ToolChoice.None;
        if (!prompt.parallelToolCalls() && !isNone) {
            choice.put("disable_parallel_tool_use", true);
        }
        boolean isDefault = prompt.toolChoice() instanceof ToolChoice.Auto && prompt.parallelToolCalls();
        if (!isDefault) {
            request.set("tool_choice", choice);
        }
    }

    /**
     * A turn that answers tool calls can only be thought about with the thoughts that led to the calls, which OpenAI's dialect
     * does not carry: thinking pauses there, as it must. It also needs room below the bound on the output.
     */
    private static void writeThinking(ChatPrompt prompt, int outputTokens, ObjectNode request) {
        Effort effort = prompt.settings().effort();
        boolean answersTools = prompt.turns().getLast() instanceof Turn.ToolResult;
        if (effort == null || effort == Effort.NONE || answersTools || outputTokens <= THINKING_MIN) {
            return;
        }
        int budget =
                switch (effort) {
                    case NONE, MINIMAL, LOW -> THINKING_MIN;
                    case MEDIUM -> 4_096;
                    case HIGH -> 16_384;
                    case XHIGH, MAX -> 32_000;
                };
        request.putObject("thinking").put("type", "enabled").put("budget_tokens", Math.min(budget, outputTokens - 1));
    }
}
