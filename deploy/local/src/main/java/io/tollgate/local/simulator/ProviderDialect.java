package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dialects that the simulated provider speaks: where each is asked, who may ask, and how it answers. */
enum ProviderDialect {
    OPENAI("/v1/chat/completions") {
        @Override
        boolean isAuthorized(HttpServerRequest request, byte[] body) {
            String authorization = request.getHeader("Authorization");
            return authorization != null && authorization.startsWith("Bearer ");
        }
    },
    /** OpenAI's language; the deployment in the path is the model, and its version is mandatory. */
    AZURE("/openai/deployments/(?<model>[^/]+)/chat/completions") {
        @Override
        boolean isAuthorized(HttpServerRequest request, byte[] body) {
            return request.getHeader("api-key") != null && request.getParam("api-version") != null;
        }

        @Override
        ObjectNode inOpenAi(ObjectNode body, Matcher path) {
            return body.put("model", modelOf(path));
        }
    },
    ANTHROPIC("/v1/messages") {
        @Override
        boolean isAuthorized(HttpServerRequest request, byte[] body) {
            return request.getHeader("x-api-key") != null && request.getHeader("anthropic-version") != null;
        }

        @Override
        ObjectNode inOpenAi(ObjectNode body, Matcher path) {
            if (!body.path("max_tokens").isInt()) {
                throw new InvalidRequestException("max_tokens: Field required", "max_tokens");
            }
            ArrayNode messages = JSON.createArrayNode();
            if (body.has("system")) {
                messages.addObject().put("role", "system").set("content", body.get("system"));
            }
            body.path("messages").forEach(messages::add);
            return body.set("messages", messages);
        }

        @Override
        Buffer error(ErrorBody error) {
            return AnthropicWire.error(error);
        }

        @Override
        Wire wire(ChatRequest request, Answer answer, String id, long created) {
            return new AnthropicWire(request, answer, id);
        }
    },
    GEMINI("/v1beta/models/(?<model>[^/:]+):(?<method>generateContent|streamGenerateContent)") {
        @Override
        boolean isAuthorized(HttpServerRequest request, byte[] body) {
            return request.getHeader("x-goog-api-key") != null;
        }

        @Override
        ObjectNode inOpenAi(ObjectNode body, Matcher path) {
            ObjectNode request =
                    request(body, path).put("stream", path.group("method").startsWith("stream"));
            request.set("max_tokens", body.path("generationConfig").get("maxOutputTokens"));
            addMessages(request, "system", body.path("systemInstruction").path("parts"));
            for (JsonNode content : body.path("contents")) {
                addMessages(request, content.path("role").asText("user"), content.path("parts"));
            }
            return request;
        }

        @Override
        Buffer error(ErrorBody error) {
            return GeminiWire.error(error);
        }

        @Override
        Wire wire(ChatRequest request, Answer answer, String id, long created) {
            return new GeminiWire(request, answer, id);
        }
    },
    BEDROCK("/model/(?<model>[^/]+)/(?<method>converse|converse-stream)") {
        @Override
        boolean isAuthorized(HttpServerRequest request, byte[] body) {
            return AwsSignature.isValid(request, body);
        }

        @Override
        ObjectNode inOpenAi(ObjectNode body, Matcher path) {
            ObjectNode request =
                    request(body, path).put("stream", path.group("method").endsWith("stream"));
            request.set("max_tokens", body.path("inferenceConfig").get("maxTokens"));
            addMessages(request, "system", body.path("system"));
            for (JsonNode message : body.path("messages")) {
                addMessages(request, message.path("role").asText("user"), message.path("content"));
            }
            return request;
        }

        @Override
        Buffer error(ErrorBody error) {
            return BedrockWire.error(error);
        }

        @Override
        Wire wire(ChatRequest request, Answer answer, String id, long created) {
            return new BedrockWire(request, answer);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pattern path;

    ProviderDialect(String path) {
        this.path = Pattern.compile(path);
    }

    /** Whose path it is. */
    static Optional<ProviderDialect> ofPath(String path) {
        for (ProviderDialect dialect : values()) {
            if (dialect.path.matcher(path).matches()) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /** Whether it carries credentials of the form that this provider wants. */
    abstract boolean isAuthorized(HttpServerRequest request, byte[] body);

    /**
     * What is asked, whatever the dialect.
     *
     * @param controls the header {@value Controls#HEADER}, null if there is none
     * @throws InvalidRequestException if the provider would refuse it
     */
    ChatRequest parse(String requestPath, byte[] body, @Nullable String controls, Latency latency) {
        Matcher matcher = path.matcher(requestPath);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a path of " + this + ": " + requestPath);
        }
        return ChatRequest.of(inOpenAi(ChatRequest.read(body), matcher), controls, latency);
    }

    /** The request in OpenAI's words. */
    ObjectNode inOpenAi(ObjectNode body, Matcher path) {
        return body;
    }

    /** An error in this provider's envelope. */
    Buffer error(ErrorBody error) {
        return error.json();
    }

    Wire wire(ChatRequest request, Answer answer, String id, long created) {
        ChatWire chat = new ChatWire(request, answer, id, created);
        return answer.toolCalls().isEmpty() ? chat : new ToolCallWire(chat, answer.toolCalls());
    }

    private static ObjectNode request(ObjectNode body, Matcher path) {
        ObjectNode request = JSON.createObjectNode().put("model", modelOf(path));
        if (body.has("simulator")) {
            request.set("simulator", body.get("simulator"));
        }
        request.putArray("messages");
        return request;
    }

    private static String modelOf(Matcher path) {
        return URLDecoder.decode(path.group("model"), StandardCharsets.UTF_8);
    }

    private static void addMessages(ObjectNode request, String role, JsonNode parts) {
        if (!parts.isEmpty()) {
            ((ArrayNode) request.get("messages")).addObject().put("role", role).set("content", parts);
        }
    }
}
