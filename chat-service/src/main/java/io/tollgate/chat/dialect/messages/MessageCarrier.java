package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A message of Anthropic's own inside of a chat completion: what is not an OpenAI client's business, and comes out again as it was
 * unless the guard has changed a text of it.
 */
public final class MessageCarrier {

    /** A chunk's member: the event of a stream, byte for byte. */
    public static final String EVENT = "anthropic_event";

    /** A completion's member: the whole message, byte for byte. */
    public static final String MESSAGE = "anthropic_message";

    /** A delta's member: a block, or a piece of one, that OpenAI's dialect has no words for. */
    public static final String OTHER = "anthropic";

    private MessageCarrier() {}

    /** Whether an answer carries a message, or is one of another provider. */
    static boolean carries(JsonNode completion) {
        return completion.path(MESSAGE).isTextual();
    }

    /** The message that a completion carries. */
    static byte[] message(JsonNode completion) throws UntranslatableAnswerException {
        String carried = Json.string(completion, MESSAGE, "");
        try {
            ObjectNode message = Json.parseObject(carried);
            JsonNode passed = completion.path("choices").path(0).path("message").path("content");
            if (passed.equals(message.path("content"))) {
                return carried.getBytes(StandardCharsets.UTF_8);
            }
            message.set("content", passed);
            return Json.bytes(message);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
    }
}
