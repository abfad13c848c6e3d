package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.messages.MessageCarrier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A message asked for and answered in Anthropic's own dialect: the request goes out as it is, and what comes back is carried to the
 * client as it is, by a chat completion that says what meter, guard and cache have to know of it.
 */
public final class MessagesToAnthropic implements ProviderTranslator {

    /** What a client says in headers, and its provider must be told. */
    public static final String VERSION = "anthropic-version";

    /** What is not part of the version yet. */
    public static final String BETA = "anthropic-beta";

    private final CallTerms terms;
    private final Map<String, String> clientHeaders;
    private final CarriedEvents events;

    /** @param clientHeaders of {@link #VERSION} and {@link #BETA} those that the client sent */
    public MessagesToAnthropic(CallTerms terms, Map<String, String> clientHeaders) {
        this.terms = terms;
        this.clientHeaders = Map.copyOf(clientHeaders);
        this.events = new CarriedEvents(terms);
    }

    /** @param body a request of Anthropic's Messages, which names the provider's model */
    @Override
    public DialectRequest request(byte[] body) {
        Map<String, String> headers = new HashMap<>(clientHeaders);
        headers.putIfAbsent(VERSION, OpenAiToAnthropic.API_VERSION);
        return new DialectRequest("/messages", headers, body);
    }

    @Override
    public byte[] answer(byte[] body) throws UntranslatableAnswerException {
        JsonNode message;
        try {
            message = Json.parseObject(body);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
        if ("error".equals(message.path("type").textValue())) {
            return AnthropicErrors.within(message.path("error")).toJson();
        }
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            throw new UntranslatableAnswerException("the answer has no content");
        }
        AnthropicUsage usage = new AnthropicUsage();
        usage.take(message.path("usage"));
        ObjectNode answer = Json.object()
                .put("id", Json.string(message, "id", "chatcmpl-" + terms.callId()))
                .put("object", "chat.completion")
                .put("created", terms.created())
                .put("model", Json.string(message, "model", terms.model()));
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").set("content", content);
        choice.put("finish_reason", "stop");
        String tier = usage.serviceTier();
        if (tier != null) {
            answer.put("service_tier", tier);
        }
        var counts = usage.counts();
        if (counts != null) {
            answer.set("usage", counts.toJson());
        }
        answer.put(MessageCarrier.MESSAGE, new String(body, StandardCharsets.UTF_8));
        return Json.bytes(answer);
    }

    @Override
    public byte[] piece(byte[] received) throws UntranslatableAnswerException {
        return events.feed(received);
    }

    @Override
    public byte[] ended() {
        return events.ended();
    }

    @Override
    public ProviderError error(int status, byte[] body) {
        return AnthropicErrors.ofAnswer(status, body);
    }
}
