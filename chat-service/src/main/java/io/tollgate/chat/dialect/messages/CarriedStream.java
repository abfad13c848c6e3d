package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a message out of the chunks that carry them. An event goes out byte for byte unless the guard has changed
 * its text; what the guard says itself becomes events of the blocks that it belongs to.
 */
final class CarriedStream {

    /** Texts, thoughts and tool calls: what a delta has them under, and what it is called. */
    private static final Map<String, String> DELTAS =
            Map.of("text", "text_delta", "thinking", "thinking_delta", "partial_json", "input_json_delta");

    private final ByteArrayOutputStream written;
    /** Blocks that have begun, and not ended. */
    private final TreeSet<Integer> open = new TreeSet<>();

    private final Map<Integer, Integer> blockOfChoice = new HashMap<>();
    private @Nullable JsonNode usage;
    private boolean refused;
    private boolean stopped;

    CarriedStream(ByteArrayOutputStream written) {
        this.written = written;
    }

    static boolean carries(JsonNode chunk) {
        return chunk.path(MessageCarrier.EVENT).isTextual();
    }

    /** A chunk of a stream whose first chunk {@link #carries} an event. */
    void take(JsonNode chunk) throws IOException, UntranslatableAnswerException {
        JsonNode choice = chunk.path("choices").path(0);
        String event = Json.string(chunk, MessageCarrier.EVENT);
        if (event != null) {
            takeEvent(event, choice);
        } else if (chunk.path("error").isObject()) {
            write("error", MessagesErrors.of(502, Json.string(chunk.path("error"), "message", "The provider failed.")));
            stopped = true;
        } else if ("content_filter".equals(choice.path("finish_reason").textValue())) {
            refuse();
        } else if (!choice.isMissingNode()) {
            say(choice.path("index").asInt(), choice.path("delta"));
        }
    }

    private void takeEvent(String event, JsonNode choice) throws IOException, UntranslatableAnswerException {
        List<byte[]> data = new ServerSentEvents().feed(event.getBytes(StandardCharsets.UTF_8));
        ObjectNode json = Json.parseObject(data.getFirst());
        boolean changed = false;
        switch (Json.string(json, "type", "")) {
            case "message_start" -> usage = json.path("message").path("usage");
            case "content_block_start" -> {
                begin(json, choice);
                changed = restate(json, "content_block", choice.path("delta"));
            }
            case "content_block_delta" -> changed = restate(json, "delta", choice.path("delta"));
            case "content_block_stop" -> open.remove(json.path("index").asInt());
            case "message_delta" -> usage = json.path("usage");
            case "message_stop", "error" -> stopped = true;
            default -> {
                // Whatever it is, it has no text.
            }
        }
        if (changed) {
            write(Json.string(json, "type", ""), json);
        } else {
            written.writeBytes(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void begin(JsonNode event, JsonNode choice) {
        int index = event.path("index").asInt();
        blockOfChoice.put(choice.path("index").asInt(), index);
        open.add(index);
    }

    /** Puts the text that passed the guard in the place of the one that came; false if they are the same. */
    private static boolean restate(ObjectNode event, String member, JsonNode delta) throws IOException {
        if (!(event.path(member) instanceof ObjectNode said)) {
            return false;
        }
        JsonNode other = delta.path(MessageCarrier.OTHER);
        if (other.isObject()) {
            event.set(member, other);
            return !other.equals(said);
        }
        for (String name : List.of("text", "thinking", "partial_json")) {
            String came = Json.string(said, name);
            String passed = text(delta, name);
            if (came != null && passed != null) {
                said.put(name, passed);
                return !came.equals(passed);
            }
        }
        String arguments = text(delta, "partial_json");
        if (arguments == null || arguments.isEmpty() || arguments.equals(Json.text(said.path("input")))) {
            return false;
        }
        // A tool call that begins with its whole input.
        said.set("input", Json.parseObject(arguments));
        return true;
    }

    /** What a chunk says in OpenAI's words for a text of Anthropic's. */
    private static @Nullable String text(JsonNode delta, String name) {
        return switch (name) {
            case "text" -> Json.string(delta, "content");
            case "thinking" -> Json.string(delta, "reasoning_content");
            default -> Json.string(delta.path("tool_calls").path(0).path("function"), "arguments");
        };
    }

    /** What the guard held back and lets go of on its own: it belongs to the block of its choice. */
    private void say(int choice, JsonNode delta) {
        DELTAS.forEach((name, type) -> {
            String piece = text(delta, name);
            Integer block = blockOfChoice.get(choice);
            if (piece == null || piece.isEmpty() || block == null) {
                return;
            }
            ObjectNode event = Json.object().put("type", "content_block_delta").put("index", block);
            event.putObject("delta").put("type", type).put(name, piece);
            write("content_block_delta", event);
        });
    }

    /** The guard ends the answer; the terminator waits for the usage to be durable. */
    private void refuse() {
        if (refused) {
            return;
        }
        refused = true;
        open.forEach(index -> write(
                "content_block_stop",
                Json.object().put("type", "content_block_stop").put("index", index)));
        ObjectNode event = Json.object().put("type", "message_delta");
        event.putObject("delta").put("stop_reason", "refusal").putNull("stop_sequence");
        JsonNode known = usage;
        event.set("usage", known == null ? Json.object() : known);
        write("message_delta", event);
    }

    /** The stream is complete. */
    void done() {
        if (!stopped) {
            stopped = true;
            write("message_stop", Json.object().put("type", "message_stop"));
        }
    }

    private void write(String type, ObjectNode event) {
        written.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        written.writeBytes(Json.bytes(event));
        written.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
