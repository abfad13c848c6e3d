package io.tollgate.local.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;

/** An answer in OpenAI's shapes that calls tools instead of saying something; the rest is as in {@link ChatWire}. */
final class ToolCallWire implements Wire {
    private final ChatWire chat;
    private final List<SimulatedToolCall> calls;

    ToolCallWire(ChatWire chat, List<SimulatedToolCall> calls) {
        this.chat = chat;
        this.calls = calls;
    }

    @Override
    public Buffer beginning() {
        return chat.beginning("null");
    }

    /** The first piece of each call comes with what a stream says once: id, type and name. */
    @Override
    public void appendContentChunk(int token, Buffer target) {
        int piece = token;
        int index = 0;
        while (piece >= calls.get(index).pieces().size()) {
            piece -= calls.get(index).pieces().size();
            index++;
        }
        SimulatedToolCall call = calls.get(index);
        if (piece == 0) {
            target.appendBuffer(
                    chat.delta("{\"tool_calls\":[{\"index\":" + index + ",\"id\":" + WireText.quoted(call.id())
                            + ",\"type\":\"function\",\"function\":{\"name\":" + WireText.quoted(call.name())
                            + ",\"arguments\":\"\"}}]}"));
        }
        target.appendBuffer(chat.delta("{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":"
                + WireText.quoted(call.pieces().get(piece)) + "}}]}"));
    }

    @Override
    public Buffer endOfStream(boolean withUsage) {
        return chat.endOfStream(withUsage);
    }

    @Override
    public Buffer malformedFrame() {
        return chat.malformedFrame();
    }

    @Override
    public Buffer malformedJson() {
        return chat.malformedJson();
    }

    @Override
    public Buffer errorEvent(ErrorBody error) {
        return chat.errorEvent(error);
    }

    @Override
    public Buffer plainBody(boolean withUsage) {
        String made = calls.stream()
                .map(call -> "{\"id\":" + WireText.quoted(call.id())
                        + ",\"type\":\"function\",\"function\":{\"name\":" + WireText.quoted(call.name())
                        + ",\"arguments\":" + WireText.quoted(call.arguments()) + "}}")
                .collect(Collectors.joining(","));
        return chat.plainBody("null,\"tool_calls\":[" + made + "]", withUsage);
    }
}
