package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.ChunkWriter;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A streamed message, event by event. */
final class AnthropicStream {

    /** A message has far fewer; more would be an attack on memory. */
    private static final int BLOCKS_MAX = 4_096;

    /** A {@code tool_use} block on its way. */
    private static final class OpenCall {
        private final int index;
        private final String input;
        private boolean argued;

        private OpenCall(int index, String input) {
            this.index = index;
            this.input = input;
        }
    }

    private final ServerSentEvents events = new ServerSentEvents();
    private final ChunkWriter chunks;
    private final AnthropicUsage usage = new AnthropicUsage();
    private final Map<Integer, OpenCall> openCalls = new HashMap<>();

    AnthropicStream(CallTerms terms) {
        this.chunks = new ChunkWriter(terms);
    }

    byte[] feed(byte[] received) throws UntranslatableAnswerException {
        try {
            for (byte[] data : events.feed(received)) {
                take(Json.parseObject(data));
            }
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("an event of the stream is not a JSON object").after(chunks.take());
        } catch (UntranslatableAnswerException malformed) {
            throw malformed.after(chunks.take());
        }
        return chunks.take();
    }

    byte[] ended() {
        return chunks.take();
    }

    private void take(JsonNode event) throws UntranslatableAnswerException {
        switch (Json.string(event, "type", "")) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                usage.take(message.path("usage"));
                chunks.identity(Json.string(message, "id"), Json.string(message, "model"));
                chunks.serviceTier(usage.serviceTier());
                chunks.begin(0);
            }
            case "content_block_start" -> blockStarted(event.path("index").asInt(), event.path("content_block"));
            case "content_block_delta" -> delta(event.path("index").asInt(), event.path("delta"));
            case "content_block_stop" -> blockStopped(event.path("index").asInt());
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> chunks.done();
            case "error" ->
                chunks.error(AnthropicErrors.within(event.path("error")).envelope());
            default -> {
                // A ping, or an event that came after this was written: neither carries an answer's text.
            }
        }
    }

    private void blockStarted(int index, JsonNode block) throws UntranslatableAnswerException {
        switch (Json.string(block, "type", "")) {
            case "text" -> chunks.text(0, Json.string(block, "text", ""));
            case "thinking" -> chunks.reasoning(0, Json.string(block, "thinking", ""));
            case "tool_use" -> {
                String id = Json.string(block, "id");
                String name = Json.string(block, "name");
                if (id == null || name == null || openCalls.size() >= BLOCKS_MAX) {
                    throw new UntranslatableAnswerException("a tool call of the stream has no id or no name");
                }
                int call = chunks.toolCall(0, id, name, null);
                JsonNode input = block.path("input");
                openCalls.put(index, new OpenCall(call, input.isObject() ? Json.text(input) : "{}"));
            }
            default -> {
                // Redacted thinking, and tools that the provider runs itself: nothing that OpenAI's dialect can say.
            }
        }
    }

    private void delta(int index, JsonNode delta) throws UntranslatableAnswerException {
        switch (Json.string(delta, "type", "")) {
            case "text_delta" -> chunks.text(0, Json.string(delta, "text", ""));
            case "thinking_delta" -> chunks.reasoning(0, Json.string(delta, "thinking", ""));
            case "input_json_delta" -> {
                OpenCall call = openCalls.get(index);
                String piece = Json.string(delta, "partial_json", "");
                if (call != null && !piece.isEmpty()) {
                    call.argued = true;
                    chunks.arguments(0, call.index, piece);
                }
            }
            default -> {
                // Signatures and citations.
            }
        }
    }

    /** Arguments that never came as deltas stand in the block's beginning; a call without any has an empty object. */
    private void blockStopped(int index) {
        OpenCall call = openCalls.remove(index);
        if (call != null && !call.argued) {
            chunks.arguments(0, call.index, call.input);
        }
    }

    private void messageDelta(JsonNode event) {
        usage.take(event.path("usage"));
        String stopReason = Json.string(event.path("delta"), "stop_reason");
        if (stopReason == null) {
            return;
        }
        chunks.finish(0, AnthropicStop.finishReason(stopReason));
        TokenCounts counts = usage.counts();
        if (counts != null) {
            chunks.usage(counts);
        }
    }
}
