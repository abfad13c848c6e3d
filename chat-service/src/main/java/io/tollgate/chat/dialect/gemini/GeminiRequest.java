package io.tollgate.chat.dialect.gemini;

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
import java.util.Map;

/** Writes a request for Google's generateContent. */
final class GeminiRequest {

    private static final String PROVIDER = "Gemini models";

    private static final Map<String, String> WITHOUT = Map.of(
            "logprobs", "log probabilities are not translated.",
            "top_logprobs", "log probabilities are not translated.",
            "logit_bias", "they take no bias.",
            "audio", "their sound is not translated.",
            "modalities", "they give text only here.",
            "web_search_options", "it is not translated.");

    private GeminiRequest() {}

    static ObjectNode of(ChatPrompt prompt, CallTerms terms) throws InexpressibleRequestException {
        prompt.require(PROVIDER, WITHOUT);
        ObjectNode request = Json.object();
        new GeminiContents().write(prompt, request);
        writeTools(prompt, request);
        ObjectNode generation = generation(prompt.settings(), terms);
        if (!generation.isEmpty()) {
            request.set("generationConfig", generation);
        }
        return request;
    }

    private static void writeTools(ChatPrompt prompt, ObjectNode request) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        ArrayNode declarations = request.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : prompt.tools()) {
            ObjectNode declared = declarations.addObject().put("name", tool.name());
            if (tool.description() != null) {
                declared.put("description", tool.description());
            }
            declared.set("parametersJsonSchema", tool.parameters());
        }
        ObjectNode calling =
                switch (prompt.toolChoice()) {
                    case ToolChoice.Auto _ -> null;
                    case ToolChoice.None _ -> Json.object().put("mode", "NONE");
                    case ToolChoice.Required _ -> Json.object().put("mode", "ANY");
                    case ToolChoice.Function function -> {
                        ObjectNode one = Json.object().put("mode", "ANY");
                        one.putArray("allowedFunctionNames").add(function.name());
                        yield one;
                    }
                };
        if (calling != null) {
            request.putObject("toolConfig").set("functionCallingConfig", calling);
        }
    }

    private static ObjectNode generation(Settings settings, CallTerms terms) {
        ObjectNode generation = Json.object();
        settings.outputTokens().ifPresent(tokens -> generation.put("maxOutputTokens", tokens));
        if (settings.temperature() != null) {
            generation.set("temperature", settings.temperature());
        }
        if (settings.topP() != null) {
            generation.set("topP", settings.topP());
        }
        if (settings.seed() != null) {
            generation.set("seed", settings.seed());
        }
        if (settings.presencePenalty() != null) {
            generation.set("presencePenalty", settings.presencePenalty());
        }
        if (settings.frequencyPenalty() != null) {
            generation.set("frequencyPenalty", settings.frequencyPenalty());
        }
        if (!settings.stop().isEmpty()) {
            ArrayNode stop = generation.putArray("stopSequences");
            settings.stop().forEach(stop::add);
        }
        if (settings.choices() > 1) {
            generation.put("candidateCount", settings.choices());
        }
        switch (settings.format()) {
            case ResponseFormat.Text _ -> {
                // The default.
            }
            case ResponseFormat.JsonObject _ -> generation.put("responseMimeType", "application/json");
            case ResponseFormat.JsonSchema schema ->
                generation.put("responseMimeType", "application/json").set("responseJsonSchema", schema.schema());
        }
        if (settings.effort() != null) {
            generation.set("thinkingConfig", thinking(settings.effort(), terms.model()));
        }
        return generation;
    }

    /** Up to 2.5 the models take a budget in tokens, from 3 on a level. */
    private static ObjectNode thinking(Effort effort, String model) {
        boolean budgeted = model.contains("gemini-2");
        ObjectNode thinking = Json.object();
        if (budgeted) {
            thinking.put(
                    "thinkingBudget",
                    switch (effort) {
                        case NONE -> 0;
                        case MINIMAL, LOW -> 1_024;
                        case MEDIUM -> 8_192;
                        case HIGH, XHIGH, MAX -> 24_576;
                    });
        } else {
            thinking.put(
                    "thinkingLevel",
                    switch (effort) {
                        case NONE, MINIMAL -> "minimal";
                        case LOW -> "low";
                        case MEDIUM -> "medium";
                        case HIGH, XHIGH, MAX -> "high";
                    });
        }
        if (effort != Effort.NONE) {
            thinking.put("includeThoughts", true);
        }
        return thinking;
    }
}
