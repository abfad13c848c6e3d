package io.tollgate.local.simulator;

import static io.tollgate.local.simulator.WireText.quoted;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** An answer as Amazon Bedrock's Converse gives it: a stream of binary messages, usage at its end. */
final class BedrockWire implements Wire {
    private static final int PRELUDE_AND_CHECKSUMS = 16;
    private static final int STRING_HEADER = 7;

    private final ChatRequest request;
    private final Answer answer;

    BedrockWire(ChatRequest request, Answer answer) {
        this.request = request;
        this.answer = answer;
    }

    @Override
    public String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public Buffer beginning() {
        return event("messageStart", "{\"role\":\"assistant\"}");
    }

    @Override
    public void appendContentChunk(int token, Buffer target) {
        target.appendBuffer(event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":" + quoted(answer.word(token)) + "}}"));
    }

    @Override
    public Buffer endOfStream(boolean withUsage) {
        Buffer end = event("contentBlockStop", "{\"contentBlockIndex\":0}")
                .appendBuffer(event("messageStop", "{\"stopReason\":\"" + stopReason() + "\"}"));
        return end.appendBuffer(event("metadata", "{" + (withUsage ? usage() + "," : "") + "\"metrics\":{}}"));
    }

    /** A message whose checksum is not that of its bytes. */
    @Override
    public Buffer malformedFrame() {
        Buffer message = event("contentBlockStop", "{\"contentBlockIndex\":0}");
        return message.setByte(message.length() - 1, (byte) (message.getByte(message.length() - 1) ^ 1));
    }

    @Override
    public Buffer malformedJson() {
        return event("contentBlockDelta", "{\"contentBlockIndex\":0,\"del");
    }

    @Override
    public Buffer errorEvent(ErrorBody error) {
        return message("exception", ":exception-type", "internalServerException", error(error));
    }

    static Buffer error(ErrorBody error) {
        return Buffer.buffer("{\"message\":" + quoted(error.message()) + "}");
    }

    @Override
    public Buffer plainBody(boolean withUsage) {
        return Buffer.buffer("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":"
                + quoted(answer.content()) + "}]}},\"stopReason\":\"" + stopReason() + "\""
                + (withUsage ? "," + usage() : "") + ",\"metrics\":{\"latencyMs\":1}}");
    }

    private String stopReason() {
        return answer.finishReason().equals("length") ? "max_tokens" : "end_turn";
    }

    private String usage() {
        int cached = request.controls().cachedTokens();
        int output = answer.contentTokens() + answer.reasoningTokens();
        return "\"usage\":{\"inputTokens\":" + (request.promptTokens() - cached) + ",\"cacheReadInputTokens\":" + cached
                + ",\"cacheWriteInputTokens\":0,\"outputTokens\":" + output + ",\"totalTokens\":"
                + (request.promptTokens() + output) + "}";
    }

    private static Buffer event(String type, String payload) {
        return message("event", ":event-type", type, Buffer.buffer(payload));
    }

    /** Length, length of the headers, checksum of both, headers, payload, checksum of all. */
    private static Buffer message(String messageType, String typeHeader, String type, Buffer payload) {
        Buffer headers = Buffer.buffer();
        appendHeader(headers, ":message-type", messageType);
        appendHeader(headers, typeHeader, type);
        appendHeader(headers, ":content-type", "application/json");
        Buffer message = Buffer.buffer()
                .appendInt(PRELUDE_AND_CHECKSUMS + headers.length() + payload.length())
                .appendInt(headers.length());
        message.appendInt(checksum(message)).appendBuffer(headers).appendBuffer(payload);
        return message.appendInt(checksum(message));
    }

    private static void appendHeader(Buffer headers, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        headers.appendByte((byte) name.length())
                .appendString(name)
                .appendByte((byte) STRING_HEADER)
                .appendShort((short) text.length)
                .appendBytes(text);
    }

    private static int checksum(Buffer bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes.getBytes());
        return (int) checksum.getValue();
    }
}
