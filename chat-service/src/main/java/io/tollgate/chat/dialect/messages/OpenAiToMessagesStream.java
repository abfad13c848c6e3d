package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks as the events of a message. Texts and thoughts are blocks that follow each other; a block of a tool call stays
 * open to the end, because OpenAI's deltas of several calls may come in any order. What ends the message waits for the usage.
 * Chunks that carry events are taken at their word; see {@link MessageCarrier}.
 *
 * <p>One stream, one instance, one thread.
 */
public final class OpenAiToMessagesStream {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final int CALLS_MAX = 4_096;

    private final ServerSentEvents events = new ServerSentEvents();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream(512);
    /** Blocks of tool calls, by the call's index. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private final TreeSet<Integer> open = new TreeSet<>();
    private int blocks;
    private @Nullable String current;
    private @Nullable String stopReason;
    private JsonNode usage = Json.object();
    private boolean begun;
    private boolean over;
    /** Where the chunks carry the events of Anthropic itself; known with the first. */
    private @Nullable CarriedStream carried;

    /**
     * @param chunks whole events or parts of them
     * @throws UntranslatableAnswerException if they are not what the chat dialect promises
     */
    public byte[] translate(byte[] chunks) throws UntranslatableAnswerException {
        try {
            for (ServerSentEvents.Event event : events.events(chunks)) {
                take(event);
            }
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("an event of the stream is not a JSON object");
        }
        byte[] translated = written.toByteArray();
        written.reset();
        return translated;
    }

    private void take(ServerSentEvents.Event event) throws IOException, UntranslatableAnswerException {
        byte[] data = event.data();
        if (data.length == 0) {
            if (carried != null) {
                written.writeBytes(event.whole());
            }
        } else if (Arrays.equals(data, DONE)) {
            if (carried == null) {
                finish();
            } else {
                carried.done();
            }
        } else {
            takeChunk(Json.parseObject(data));
        }
    }

    private void takeChunk(JsonNode chunk) throws IOException, UntranslatableAnswerException {
        if (!begun && carried == null && CarriedStream.carries(chunk)) {
            carried = new CarriedStream(written);
        }
        if (carried == null) {
            take(chunk);
        } else {
            carried.take(chunk);
        }
    }

    private void take(JsonNode chunk) throws UntranslatableAnswerException {
        if (chunk.path("error").isObject()) {
            write("error", MessagesErrors.of(502, Json.string(chunk.path("error"), "message", "The provider failed.")));
            over = true;
            return;
        }
        begin(chunk);
        if (chunk.path("usage").isObject()) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        say("thinking", Json.string(delta, "reasoning_content", Json.string(delta, "reasoning", "")));
        say("text", Json.string(delta, "content", ""));
        String refusal = Json.string(delta, "refusal", "");
        say("text", refusal);
        for (JsonNode call : delta.path("tool_calls")) {
            takeCall(call);
        }
        String finishReason = Json.string(choice, "finish_reason");
        if (!refusal.isEmpty()) {
            stopReason = "refusal";
        } else if (finishReason != null && stopReason == null) {
            stopReason = OpenAiToMessages.stopReason(finishReason);
        }
    }

    private void begin(JsonNode chunk) {
        if (begun) {
            return;
        }
        begun = true;
        ObjectNode message = OpenAiToMessages.head(chunk);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        // What was read is known at the end only; message_delta has it.
        message.putObject("usage").put("input_tokens", 0).put("output_tokens", 0);
        ObjectNode event = Json.object().put("type", "message_start");
        event.set("message", message);
        write("message_start", event);
    }

    private void say(String type, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (!type.equals(current)) {
            closeCurrent();
            current = type;
            ObjectNode block = Json.object().put("type", type).put(type, "");
            if (type.equals("thinking")) {
                block.put("signature", "");
            }
            start(block);
        }
        delta(blocks - 1, Json.object().put("type", type + "_delta").put(type, piece));
    }

    private void takeCall(JsonNode call) throws UntranslatableAnswerException {
        int index = call.path("index").asInt();
        if (!calls.containsKey(index)) {
            if (calls.size() >= CALLS_MAX) {
                throw new UntranslatableAnswerException("the stream has too many tool calls");
            }
            closeCurrent();
            ObjectNode block = Json.object()
                    .put("type", "tool_use")
                    .put("id", Json.string(call, "id", ""))
                    .put("name", Json.string(call.path("function"), "name", ""));
            block.putObject("input");
            calls.put(index, start(block));
        }
        String arguments = Json.string(call.path("function"), "arguments", "");
        if (!arguments.isEmpty()) {
            delta(
                    calls.getOrDefault(index, 0),
                    Json.object().put("type", "input_json_delta").put("partial_json", arguments));
        }
    }

    private int start(ObjectNode block) {
        int index = blocks++;
        open.add(index);
        ObjectNode event = Json.object().put("type", "content_block_start").put("index", index);
        event.set("content_block", block);
        write("content_block_start", event);
        return index;
    }

    private void delta(int block, ObjectNode delta) {
        ObjectNode event = Json.object().put("type", "content_block_delta").put("index", block);
        event.set("delta", delta);
        write("content_block_delta", event);
    }

    private void closeCurrent() {
        if (current != null) {
            current = null;
            stop(blocks - 1);
        }
    }

    private void stop(int block) {
        open.remove(block);
        write(
                "content_block_stop",
                Json.object().put("type", "content_block_stop").put("index", block));
    }

    private void finish() {
        for (int block : open.stream().toList()) {
            stop(block);
        }
        ObjectNode event = Json.object().put("type", "message_delta");
        ObjectNode delta = event.putObject("delta");
        delta.put("stop_reason", stopReason == null ? "end_turn" : stopReason);
        delta.putNull("stop_sequence");
        event.set("usage", MessagesUsage.of(usage));
        write("message_delta", event);
        write("message_stop", Json.object().put("type", "message_stop"));
        over = true;
    }

    private void write(String type, ObjectNode event) {
        if (over) {
            return;
        }
        written.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        written.writeBytes(Json.bytes(event));
        written.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
