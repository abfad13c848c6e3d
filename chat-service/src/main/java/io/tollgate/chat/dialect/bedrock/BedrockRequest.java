package io.tollgate.chat.dialect.bedrock;

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

/** Writes a request for Bedrock's Converse. */
final class BedrockRequest {

    static final String PROVIDER = "Amazon Bedrock";

    /** What Converse has no counterpart for. A {@code seed} is a wish for the best effort by its own definition. */
    private static final Map<String, String> WITHOUT = Map.of(
            "n", "it gives one choice for each request.",
            "logprobs", "it reports no log probabilities.",
            "top_logprobs", "it reports no log probabilities.",
            "logit_bias", "it takes no bias.",
            "presence_penalty", "it takes no penalties.",
            "frequency_penalty", "it takes no penalties.",
            "audio", "it gives text only.",
            "modalities", "it gives text only.",
            "web_search_options", "it is not translated.",
            "response_format", "it has no mode for any JSON object; give a 'json_schema'.");

    private static final int THINKING_MIN = 1_024;

    private BedrockRequest() {}

    static ObjectNode of(ChatPrompt prompt, CallTerms terms) throws InexpressibleRequestException {
        prompt.require(PROVIDER, WITHOUT);
        ObjectNode request = Json.object();
        new BedrockMessages().write(prompt, request);
        ObjectNode inference = inference(prompt.settings());
        if (!inference.isEmpty()) {
            request.set("inferenceConfig", inference);
        }
        writeTools(prompt, request);
        if (prompt.settings().format() instanceof ResponseFormat.JsonSchema schema) {
            ObjectNode format = request.putObject("outputConfig").putObject("textFormat");
            ObjectNode declared = format.put("type", "json_schema")
                    .putObject("structure")
                    .putObject("jsonSchema")
                    .put("schema", Json.text(schema.schema()))
                    .put("name", schema.name());
            if (schema.description() != null) {
                declared.put("description", schema.description());
            }
        }
        writeThinking(prompt, terms, request);
        return request;
    }

    private static ObjectNode inference(Settings settings) {
        ObjectNode inference = Json.object();
        settings.outputTokens().ifPresent(tokens -> inference.put("maxTokens", tokens));
        if (settings.temperature() != null) {
            // Converse's scale ends at 1, OpenAI's at 2.
            inference.put("temperature", settings.temperature().decimalValue().min(BigDecimal.ONE));
        }
        if (settings.topP() != null) {
            inference.set("topP", settings.topP());
        }
        if (!settings.stop().isEmpty()) {
            ArrayNode stop = inference.putArray("stopSequences");
            settings.stop().forEach(stop::add);
        }
        return inference;
    }

    private static void writeTools(ChatPrompt prompt, ObjectNode request) throws InexpressibleRequestException {
        if (prompt.tools().isEmpty()) {
            return;
        }
        if (prompt.toolChoice() instanceof ToolChoice.None) {
            if (prompt.usesTools()) {
                throw InexpressibleRequestException.unsupported(
                        "tool_choice", PROVIDER, "once tools were called, it cannot be told to call none.");
            }
            return;
        }
        ObjectNode config = request.putObject("toolConfig");
        ArrayNode tools = config.putArray("tools");
        for (Tool tool : prompt.tools()) {
            ObjectNode specification = tools.addObject().putObject("toolSpec").put("name", tool.name());
            if (tool.description() != null) {
                specification.put("description", tool.description());
            }
            specification.putObject("inputSchema").set("json", tool.parameters());
            BedrockMessages.mark(tools, tool.cache());
        }
        switch (prompt.toolChoice()) {
            case ToolChoice.Auto _, ToolChoice.None _ -> {
                // The default.
            }
            case ToolChoice.Required _ -> config.putObject("toolChoice").putObject("any");
            case ToolChoice.Function function ->
                config.putObject("toolChoice").putObject("tool").put("name", function.name());
        }
    }

    /** Converse leaves thinking to each family of models. For a turn that answers tools see Anthropic's. */
    private static void writeThinking(ChatPrompt prompt, CallTerms terms, ObjectNode request)
            throws InexpressibleRequestException {
        Effort effort = prompt.settings().effort();
        if (effort == null || effort == Effort.NONE) {
            return;
        }
        if (terms.model().contains("openai.")) {
            request.putObject("additionalModelRequestFields").put("reasoning_effort", effort.wireName());
            return;
        }
        if (!terms.model().contains("anthropic.")) {
            throw InexpressibleRequestException.unsupported(
                    "reasoning_effort", PROVIDER, "it is translated for models of Anthropic and OpenAI only.");
        }
        int outputTokens = prompt.settings().outputTokens().orElse(terms.outputTokensDefault());
        if (prompt.turns().getLast() instanceof Turn.ToolResult || outputTokens <= THINKING_MIN) {
            return;
        }
        int budget =
                switch (effort) {
                    case NONE, MINIMAL, LOW -> THINKING_MIN;
                    case MEDIUM -> 4_096;
                    case HIGH -> 16_384;
                    case XHIGH, MAX -> 32_000;
                };
        request.putObject("additionalModelRequestFields")
                .putObject("thinking")
                .put("type", "enabled")
                .put("budget_tokens", Math.min(budget, outputTokens - 1));
    }
}
