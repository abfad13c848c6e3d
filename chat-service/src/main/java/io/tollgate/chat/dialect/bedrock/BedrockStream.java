package io.tollgate.chat.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.ChunkWriter;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** A streamed answer, event by event. */
final class BedrockStream {

    private static final int BLOCKS_MAX = 4_096;

    /** A {@code toolUse} block on its way. */
    private static final class OpenCall {
        private final int index;
        private boolean argued;

        private OpenCall(int index) {
            this.index = index;
        }
    }

    private final EventStreamMessages messages = new EventStreamMessages();
    private final ChunkWriter chunks;
    private final Map<Integer, OpenCall> openCalls = new HashMap<>();

    BedrockStream(CallTerms terms) {
        this.chunks = new ChunkWriter(terms);
    }

    byte[] feed(byte[] received) throws UntranslatableAnswerException {
        try {
            for (Message message : messages.feed(received)) {
                take(message);
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

    private void take(Message message) throws IOException, UntranslatableAnswerException {
        String kind = header(message, ":message-type");
        if ("exception".equals(kind)) {
            String type = header(message, ":exception-type");
            chunks.error(BedrockErrors.within(type == null ? "" : type, message.getPayload())
                    .envelope());
            return;
        }
        if (!"event".equals(kind)) {
            String said = header(message, ":error-message");
            chunks.error(ProviderError.of(502, ProviderError.SERVER_ERROR, "upstream_error", said == null ? "" : said)
                    .envelope());
            return;
        }
        String type = header(message, ":event-type");
        takeEvent(type == null ? "" : type, Json.parseObject(message.getPayload()));
    }

    private static @Nullable String header(Message message, String name) {
        HeaderValue value = message.getHeaders().get(name);
        return value == null ? null : value.getString();
    }

    private void takeEvent(String type, JsonNode event) throws UntranslatableAnswerException {
        int block = event.path("contentBlockIndex").asInt();
        switch (type) {
            case "messageStart" -> chunks.begin(0);
            case "contentBlockStart" -> blockStarted(block, event.path("start"));
            case "contentBlockDelta" -> delta(block, event.path("delta"));
            case "contentBlockStop" -> blockStopped(block);
            case "messageStop" -> stopped(Json.string(event, "stopReason", ""));
            case "metadata" -> {
                TokenCounts usage = BedrockUsage.of(event.path("usage"));
                if (usage != null) {
                    chunks.usage(usage);
                }
                chunks.done();
            }
            default -> {
                // An event that came after this was written.
            }
        }
    }

    private void blockStarted(int block, JsonNode start) throws UntranslatableAnswerException {
        JsonNode toolUse = start.path("toolUse");
        if (toolUse.isMissingNode()) {
            return;
        }
        String id = Json.string(toolUse, "toolUseId");
        String name = Json.string(toolUse, "name");
        if (id == null || name == null || openCalls.size() >= BLOCKS_MAX) {
            throw new UntranslatableAnswerException("a tool call of the stream has no id or no name");
        }
        openCalls.put(block, new OpenCall(chunks.toolCall(0, id, name, null)));
    }

    private void delta(int block, JsonNode delta) {
        chunks.text(0, Json.string(delta, "text", ""));
        chunks.reasoning(0, Json.string(delta.path("reasoningContent"), "text", ""));
        OpenCall call = openCalls.get(block);
        String piece = Json.string(delta.path("toolUse"), "input", "");
        if (call != null && !piece.isEmpty()) {
            call.argued = true;
            chunks.arguments(0, call.index, piece);
        }
    }

    private void blockStopped(int block) {
        OpenCall call = openCalls.remove(block);
        if (call != null && !call.argued) {
            chunks.arguments(0, call.index, "{}");
        }
    }

    private void stopped(String reason) {
        ProviderError error = BedrockStop.error(reason);
        if (error == null) {
            chunks.finish(0, BedrockStop.finishReason(reason));
        } else {
            chunks.error(error.envelope());
        }
    }
}
