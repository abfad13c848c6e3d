package io.tollgate.chat.dialect.answer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream of chunks as OpenAI's clients need it. The role comes once per choice and before everything else; a tool call's
 * id, type and name once, with empty arguments; indexes of tool calls are dense; one usage chunk; nothing after the end.
 */
public final class ChunkWriter {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_INDEX = ascii(",\"choices\":[{\"index\":");
    private static final byte[] AFTER_TEXT =
            ascii("\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n");
    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    /** What a choice has said so far. */
    private static final class Choice {
        private boolean begun;
        private boolean finished;
        private int toolCalls;
    }

    private final boolean legacyFunctions;
    private final long created;
    private final List<Choice> choices = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream(512);
    private String id;
    private String model;
    private @Nullable String serviceTier;
    private boolean over;
    /** Null until it is needed, and again when what it says has changed. */
    private byte @Nullable [] headBytes;

    public ChunkWriter(CallTerms terms) {
        this.legacyFunctions = terms.legacyFunctions();
        this.created = terms.created();
        this.id = "chatcmpl-" + terms.callId();
        this.model = terms.model();
    }

    /** What the provider calls the answer, and who answers; null where it does not say. Before the first chunk. */
    public void identity(@Nullable String providersId, @Nullable String providersModel) {
        if (providersId != null && !providersId.equals(id)) {
            id = providersId;
            headBytes = null;
        }
        if (providersModel != null && !providersModel.equals(model)) {
            model = providersModel;
            headBytes = null;
        }
    }

    /** The tier that is billed; it stands in the chunks that follow. */
    public void serviceTier(@Nullable String tier) {
        if (!Objects.equals(tier, serviceTier)) {
            serviceTier = tier;
            headBytes = null;
        }
    }

    /** Says the role, if it was not said yet. */
    public void begin(int choice) {
        Choice state = choice(choice);
        if (!state.begun) {
            state.begun = true;
            ObjectNode delta = Json.object().put("role", "assistant").put("content", "");
            delta.putNull("refusal");
            write(choice, delta, null);
        }
    }

    public void text(int choice, String piece) {
        say(choice, "content", piece);
    }

    public void reasoning(int choice, String piece) {
        say(choice, "reasoning_content", piece);
    }

    /** By far the most of a stream: written without a tree, from what is the same in every chunk. */
    private void say(int choice, String field, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        begin(choice);
        if (over) {
            return;
        }
        byte[] quoted;
        try {
            quoted = TEXT.quoteAsUTF8(piece);
        } catch (IllegalArgumentException halfACharacter) {
            write(choice, Json.object().put(field, piece), null);
            return;
        }
        written.writeBytes(DATA);
        written.writeBytes(headBytes());
        written.writeBytes(ascii(choice + ",\"delta\":{\"" + field + "\":\""));
        written.writeBytes(quoted);
        written.writeBytes(AFTER_TEXT);
    }

    /** A chunk up to the index of its choice. */
    private byte[] headBytes() {
        byte[] known = headBytes;
        if (known == null) {
            byte[] head = Json.bytes(head());
            known = new byte[head.length - 1 + BEFORE_INDEX.length];
            System.arraycopy(head, 0, known, 0, head.length - 1);
            System.arraycopy(BEFORE_INDEX, 0, known, head.length - 1, BEFORE_INDEX.length);
            headBytes = known;
        }
        return known;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @return the call's index, for its arguments */
    public int toolCall(int choice, String callId, String name, @Nullable ObjectNode extraContent) {
        begin(choice);
        int index = choice(choice).toolCalls++;
        ObjectNode delta = Json.object();
        ObjectNode function = Json.object().put("name", name).put("arguments", "");
        if (legacyFunctions) {
            delta.set("function_call", function);
        } else {
            ObjectNode call = delta.putArray("tool_calls")
                    .addObject()
                    .put("index", index)
                    .put("id", callId)
                    .put("type", "function");
            call.set("function", function);
            if (extraContent != null) {
                call.set("extra_content", extraContent);
            }
        }
        write(choice, delta, null);
        return index;
    }

    public void arguments(int choice, int toolCall, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        ObjectNode delta = Json.object();
        if (legacyFunctions) {
            delta.putObject("function_call").put("arguments", piece);
        } else {
            delta.putArray("tool_calls")
                    .addObject()
                    .put("index", toolCall)
                    .putObject("function")
                    .put("arguments", piece);
        }
        write(choice, delta, null);
    }

    public boolean hasToolCalls(int choice) {
        return choice(choice).toolCalls > 0;
    }

    public int toolCalls(int choice) {
        return choice(choice).toolCalls;
    }

    public void finish(int choice, FinishReason reason) {
        Choice state = choice(choice);
        if (!state.finished) {
            begin(choice);
            state.finished = true;
            write(choice, Json.object(), reason.wireName(legacyFunctions));
        }
    }

    /** Whether at least one choice began, and each that did is finished. */
    public boolean isFinished() {
        return !choices.isEmpty() && choices.stream().allMatch(choice -> choice.finished);
    }

    /** The chunk with the usage, once, after every choice is finished. */
    public void usage(TokenCounts counts) {
        ObjectNode chunk = head();
        chunk.putArray("choices");
        chunk.set("usage", counts.toJson());
        writeEvent(chunk);
    }

    /** The terminator. What comes after is not written. */
    public void done() {
        if (!over) {
            written.writeBytes(DONE);
            over = true;
        }
    }

    /** An error within the stream. What comes after is not written: no terminator either. */
    public void error(ObjectNode envelope) {
        writeEvent(envelope);
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** The events that were written since this was last called. */
    public byte[] take() {
        byte[] events = written.toByteArray();
        written.reset();
        return events;
    }

    private Choice choice(int index) {
        while (choices.size() <= index) {
            choices.add(new Choice());
        }
        return choices.get(index);
    }

    private void write(int choice, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head();
        ObjectNode entry = chunk.putArray("choices").addObject().put("index", choice);
        entry.set("delta", delta);
        entry.putNull("logprobs");
        entry.put("finish_reason", finishReason);
        chunk.putNull("usage");
        writeEvent(chunk);
    }

    private ObjectNode head() {
        ObjectNode head = Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
        if (serviceTier != null) {
            head.put("service_tier", serviceTier);
        }
        return head;
    }

    private void writeEvent(JsonNode event) {
        if (over) {
            return;
        }
        written.writeBytes(DATA);
        written.writeBytes(Json.bytes(event));
        written.writeBytes(END_OF_EVENT);
    }
}
