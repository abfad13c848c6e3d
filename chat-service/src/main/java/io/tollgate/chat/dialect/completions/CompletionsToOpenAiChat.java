package io.tollgate.chat.dialect.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.io.IOException;
import java.util.Map;

/**
 * A legacy completion request as a chat completion: the prompt becomes the user's message. What chat has no counterpart for is
 * refused; every other field goes along as it is.
 */
public final class CompletionsToOpenAiChat {

    private static final Map<String, String> WITHOUT = Map.of(
            "suffix", "Chat models cannot write between two texts.",
            "logprobs", "Log probabilities of completions are not translated.",
            "best_of", "Chat models give each choice that they generate.");

    private CompletionsToOpenAiChat() {}

    /** @throws InexpressibleRequestException naming the field that is wrong, or that has no counterpart */
    public static byte[] translate(byte[] body) throws InexpressibleRequestException {
        ObjectNode request = parse(body);
        for (Map.Entry<String, String> unsupported : WITHOUT.entrySet()) {
            JsonNode value = request.path(unsupported.getKey());
            boolean neutral = value.isMissingNode() || value.isNull() || (value.isInt() && value.intValue() == 1);
            if (!neutral) {
                throw new InexpressibleRequestException(
                        "unsupported_parameter", unsupported.getKey(), unsupported.getValue());
            }
            request.remove(unsupported.getKey());
        }
        String prompt = prompt(request.path("prompt"));
        request.remove("prompt");
        request.remove("echo");
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        if (request.path("max_tokens").isInt()) {
            request.set("max_completion_tokens", request.remove("max_tokens"));
        }
        return Json.bytes(request);
    }

    /** The prompt, where the client wants it in front of the answer; empty otherwise. */
    public static String echo(byte[] body) throws InexpressibleRequestException {
        ObjectNode request = parse(body);
        return request.path("echo").asBoolean() ? prompt(request.path("prompt")) : "";
    }

    private static ObjectNode parse(byte[] body) throws InexpressibleRequestException {
        try {
            return Json.parseRequest(body);
        } catch (IOException malformed) {
            throw InexpressibleRequestException.malformed(malformed);
        }
    }

    private static String prompt(JsonNode prompt) throws InexpressibleRequestException {
        JsonNode one = prompt.isArray() && prompt.size() == 1 ? prompt.path(0) : prompt;
        if (!one.isTextual()) {
            throw InexpressibleRequestException.invalid(
                    "prompt", "It must be a text, or a list of one; tokens and several prompts are not supported.");
        }
        return one.textValue();
    }
}
