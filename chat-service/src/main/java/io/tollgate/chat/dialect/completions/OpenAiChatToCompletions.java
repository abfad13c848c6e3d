package io.tollgate.chat.dialect.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Chat completions and their chunks as legacy completions. One answer, one instance, one thread. */
public final class OpenAiChatToCompletions {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final ServerSentEvents events = new ServerSentEvents();
    private final String echo;
    /** Choices of a stream that the prompt was put in front of. */
    private final Set<Integer> echoed = new HashSet<>();

    /** @param echo put in front of each choice; empty for nothing */
    public OpenAiChatToCompletions(String echo) {
        this.echo = echo;
    }

    /** @throws UntranslatableAnswerException if it is not a chat completion */
    public byte[] plain(byte[] completion) throws UntranslatableAnswerException {
        JsonNode chat = parse(completion);
        ObjectNode answer = head(chat);
        ArrayNode choices = answer.putArray("choices");
        for (JsonNode choice : chat.path("choices")) {
            JsonNode message = choice.path("message");
            String text = Json.string(message, "content", Json.string(message, "refusal", ""));
            choices.add(choice(choice, echo + text));
        }
        if (chat.path("usage").isObject()) {
            answer.set("usage", chat.path("usage"));
        }
        return Json.bytes(answer);
    }

    /**
     * @param chunks whole events or parts of them
     * @throws UntranslatableAnswerException if they are not what the chat dialect promises
     */
    public byte[] stream(byte[] chunks) throws UntranslatableAnswerException {
        ByteArrayOutputStream written = new ByteArrayOutputStream(chunks.length);
        for (byte[] data : events.feed(chunks)) {
            if (Arrays.equals(data, DONE)) {
                write(written, data);
                continue;
            }
            JsonNode chunk = parse(data);
            if (chunk.path("error").isObject()) {
                write(written, data);
            } else {
                translate(chunk, written);
            }
        }
        return written.toByteArray();
    }

    /** A chunk that only says the role says nothing here. */
    private void translate(JsonNode chunk, ByteArrayOutputStream written) {
        ObjectNode answer = head(chunk);
        ArrayNode choices = answer.putArray("choices");
        for (JsonNode choice : chunk.path("choices")) {
            JsonNode delta = choice.path("delta");
            String text = Json.string(delta, "content", "") + Json.string(delta, "refusal", "");
            if (text.isEmpty() && !choice.path("finish_reason").isTextual()) {
                continue;
            }
            boolean first = !echo.isEmpty() && echoed.add(choice.path("index").asInt());
            choices.add(choice(choice, first ? echo + text : text));
        }
        boolean hasUsage = chunk.path("usage").isObject();
        if (chunk.has("usage")) {
            answer.set("usage", chunk.path("usage"));
        }
        if (!choices.isEmpty() || hasUsage) {
            write(written, Json.bytes(answer));
        }
    }

    private static JsonNode parse(byte[] json) throws UntranslatableAnswerException {
        try {
            return Json.parseObject(json);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
    }

    private static ObjectNode head(JsonNode chat) {
        return Json.object()
                .put("id", Json.string(chat, "id", ""))
                .put("object", "text_completion")
                .put("created", Json.count(chat, "created"))
                .put("model", Json.string(chat, "model", ""));
    }

    private static ObjectNode choice(JsonNode choice, String text) {
        ObjectNode translated = Json.object()
                .put("text", text)
                .put("index", choice.path("index").asInt());
        translated.putNull("logprobs");
        translated.put("finish_reason", Json.string(choice, "finish_reason"));
        return translated;
    }

    private static void write(ByteArrayOutputStream written, byte[] data) {
        written.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        written.writeBytes(data);
        written.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
