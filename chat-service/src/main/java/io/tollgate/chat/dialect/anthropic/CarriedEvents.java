package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.TokenCounts;
import io.tollgate.chat.dialect.messages.MessageCarrier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A streamed message whose events go to a client of the same dialect as they are. Each becomes a chunk that says in OpenAI's terms
 * what meter and guard have to know, and carries the event itself; {@link MessageCarrier} takes it out again. Each block is a
 * choice of its own, so that the guard lets go of what it holds back before the block ends; texts that follow each other directly
 * are one, as what a guard looks for may stand across them.
 */
final class CarriedEvents {

    /** A message has far fewer; more would be an attack on memory. */
    private static final int CHOICES_MAX = 4_096;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSentEvents events = new ServerSentEvents();
    private final AnthropicUsage usage = new AnthropicUsage();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream(1_024);
    private final long created;
    private String id;
    private String model;
    /** The last choice that was opened. */
    private int choices = -1;
    /** That of the block on its way. */
    private int choice = -1;

    private boolean choiceIsText;
    /** The end of a block of text: whether its choice ends with it is known when the next event is. */
    private @Nullable String textEnd;

    private boolean over;

    CarriedEvents(CallTerms terms) {
        this.created = terms.created();
        this.id = "chatcmpl-" + terms.callId();
        this.model = terms.model();
    }

    byte[] feed(byte[] received) throws UntranslatableAnswerException {
        try {
            for (ServerSentEvents.Event event : events.events(received)) {
                take(event);
            }
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("an event of the stream is not a JSON object").after(taken());
        } catch (UntranslatableAnswerException malformed) {
            throw malformed.after(taken());
        }
        return taken();
    }

    /** A message that was not stopped was cut off, however many of its blocks are complete. */
    byte[] ended() {
        if (!over) {
            over = true;
            ObjectNode error = Json.object();
            error.putObject("error")
                    .put("message", "The provider broke off its stream before the message was complete.")
                    .put("type", "server_error");
            write(error);
        }
        return taken();
    }

    private byte[] taken() {
        byte[] chunks = written.toByteArray();
        written.reset();
        return chunks;
    }

    private void take(ServerSentEvents.Event event) throws IOException, UntranslatableAnswerException {
        if (over) {
            return;
        }
        byte[] data = event.data();
        if (data.length == 0) {
            written.writeBytes(event.whole());
            return;
        }
        JsonNode json = Json.parseObject(data);
        String whole = new String(event.whole(), StandardCharsets.UTF_8);
        String type = Json.string(json, "type", "");
        if (!type.equals("content_block_start") && !type.equals("ping")) {
            endText(true);
        }
        switch (type) {
            case "message_start" -> {
                JsonNode message = json.path("message");
                usage.take(message.path("usage"));
                id = Json.string(message, "id", id);
                model = Json.string(message, "model", model);
                silent(whole);
            }
            case "content_block_start" -> started(json.path("content_block"), whole);
            case "content_block_delta" -> delta(json.path("delta"), whole);
            case "content_block_stop" -> stopped(whole);
            case "message_delta" -> {
                usage.take(json.path("usage"));
                silent(whole);
            }
            case "message_stop" -> stop(whole);
            case "error" -> {
                ObjectNode error = AnthropicErrors.within(json.path("error")).envelope();
                error.put(MessageCarrier.EVENT, whole);
                write(error);
                over = true;
            }
            default -> silent(whole);
        }
    }

    private void started(JsonNode block, String whole) throws UntranslatableAnswerException {
        boolean isText = "text".equals(block.path("type").textValue());
        endText(!isText);
        if (!isText || !choiceIsText) {
            choice = next();
            choiceIsText = isText;
        }
        switch (Json.string(block, "type", "")) {
            case "text" -> say(choice, Json.object().put("content", Json.string(block, "text", "")), whole, false);
            case "thinking" ->
                say(choice, Json.object().put("reasoning_content", Json.string(block, "thinking", "")), whole, false);
            case "tool_use" -> {
                JsonNode input = block.path("input");
                say(choice, arguments(input.isEmpty() ? "" : Json.text(input)), whole, false);
            }
            default -> unknown(block, whole);
        }
    }

    private void delta(JsonNode delta, String whole) throws UntranslatableAnswerException {
        if (choice < 0) {
            throw new UntranslatableAnswerException("a piece of a block comes before its block");
        }
        switch (Json.string(delta, "type", "")) {
            case "text_delta" ->
                say(choice, Json.object().put("content", Json.string(delta, "text", "")), whole, false);
            case "thinking_delta" ->
                say(choice, Json.object().put("reasoning_content", Json.string(delta, "thinking", "")), whole, false);
            case "input_json_delta" -> say(choice, arguments(Json.string(delta, "partial_json", "")), whole, false);
            // It seals the thoughts, so all of them belong before it.
            case "signature_delta" -> say(choice, Json.object(), whole, true);
            default -> unknown(delta, whole);
        }
    }

    /** Whatever it says is examined, and as a choice of its own at once: nothing of it could be given later. */
    private void unknown(JsonNode said, String whole) throws UntranslatableAnswerException {
        ObjectNode delta = Json.object();
        delta.set(MessageCarrier.OTHER, said);
        say(next(), delta, whole, true);
    }

    private int next() throws UntranslatableAnswerException {
        if (choices >= CHOICES_MAX) {
            throw new UntranslatableAnswerException("the stream has too many blocks");
        }
        return ++choices;
    }

    private void stopped(String whole) {
        if (choiceIsText) {
            textEnd = whole;
        } else if (choice >= 0) {
            say(choice, Json.object(), whole, true);
        } else {
            silent(whole);
        }
    }

    private void endText(boolean choiceEnds) {
        String end = textEnd;
        textEnd = null;
        if (end != null) {
            choiceIsText &= !choiceEnds;
            say(choice, Json.object(), end, choiceEnds);
        }
    }

    /** The terminator waits for the usage to be durable, so it goes with it. */
    private void stop(String whole) {
        over = true;
        TokenCounts counts = usage.counts();
        if (counts != null) {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", counts.toJson());
            chunk.put(MessageCarrier.EVENT, whole);
            write(chunk);
        }
        written.writeBytes(DONE);
    }

    private void silent(String whole) {
        ObjectNode chunk = chunk();
        chunk.putArray("choices");
        chunk.put(MessageCarrier.EVENT, whole);
        write(chunk);
    }

    private static ObjectNode arguments(String piece) {
        ObjectNode delta = Json.object();
        ArrayNode calls = delta.putArray("tool_calls");
        calls.addObject().put("index", 0).putObject("function").put("arguments", piece);
        return delta;
    }

    private void say(int index, ObjectNode delta, String whole, boolean choiceEnds) {
        ObjectNode chunk = chunk();
        ObjectNode entry = chunk.putArray("choices").addObject().put("index", index);
        entry.set("delta", delta);
        if (choiceEnds) {
            entry.put("finish_reason", "stop");
        } else {
            entry.putNull("finish_reason");
        }
        chunk.put(MessageCarrier.EVENT, whole);
        write(chunk);
    }

    private ObjectNode chunk() {
        ObjectNode chunk = Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
        String tier = usage.serviceTier();
        if (tier != null) {
            chunk.put("service_tier", tier);
        }
        return chunk;
    }

    private void write(ObjectNode chunk) {
        written.writeBytes(DATA);
        written.writeBytes(Json.bytes(chunk));
        written.writeBytes(END_OF_EVENT);
    }
}
