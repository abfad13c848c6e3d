package io.tollgate.local.simulator;

import static io.tollgate.local.simulator.WireText.quoted;

import io.vertx.core.buffer.Buffer;

/** An answer as Google's generateContent gives it: a stream of answers, usage in each, no terminator. */
final class GeminiWire implements Wire {
    private final ChatRequest request;
    private final Answer answer;
    private final String id;

    GeminiWire(ChatRequest request, Answer answer, String id) {
        this.request = request;
        this.answer = answer;
        this.id = id;
    }

    @Override
    public Buffer beginning() {
        return Buffer.buffer(": begun\r\n\r\n");
    }

    @Override
    public void appendContentChunk(int token, Buffer target) {
        target.appendString("data: " + piece(answer.word(token), "", usage(token + 1)) + "\r\n\r\n");
    }

    @Override
    public Buffer endOfStream(boolean withUsage) {
        return Buffer.buffer(
                "data: " + piece("", finishReason(), withUsage ? usage(answer.contentTokens()) : "") + "\r\n\r\n");
    }

    @Override
    public Buffer malformedFrame() {
        return Buffer.buffer("dta {}\r\n\r\n");
    }

    @Override
    public Buffer malformedJson() {
        return Buffer.buffer("data: {\"candidates\":[{\"cont\r\n\r\n");
    }

    @Override
    public Buffer errorEvent(ErrorBody error) {
        return Buffer.buffer("data: ").appendBuffer(error(error)).appendString("\r\n\r\n");
    }

    static Buffer error(ErrorBody error) {
        String status =
                switch (error.status()) {
                    case 401 -> "UNAUTHENTICATED";
                    case 404 -> "NOT_FOUND";
                    case 429 -> "RESOURCE_EXHAUSTED";
                    case 503 -> "UNAVAILABLE";
                    default -> error.status() < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
                };
        return Buffer.buffer("{\"error\":{\"code\":" + error.status() + ",\"message\":" + quoted(error.message())
                + ",\"status\":\"" + status + "\"}}");
    }

    @Override
    public Buffer plainBody(boolean withUsage) {
        return Buffer.buffer(piece(answer.content(), finishReason(), withUsage ? usage(answer.contentTokens()) : ""));
    }

    private String finishReason() {
        return ",\"finishReason\":\"" + (answer.finishReason().equals("length") ? "MAX_TOKENS" : "STOP") + "\"";
    }

    private String piece(String text, String finish, String usage) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":" + quoted(text) + "}]}" + finish
                + ",\"index\":0}]" + usage + ",\"modelVersion\":" + quoted(request.model()) + ",\"responseId\":\""
                + id + "\"}";
    }

    /** Zeros are left out, as Google does. */
    private String usage(int contentTokens) {
        int cached = request.controls().cachedTokens();
        return ",\"usageMetadata\":{\"promptTokenCount\":" + request.promptTokens()
                + (contentTokens > 0 ? ",\"candidatesTokenCount\":" + contentTokens : "")
                + (cached > 0 ? ",\"cachedContentTokenCount\":" + cached : "")
                + (answer.reasoningTokens() > 0 ? ",\"thoughtsTokenCount\":" + answer.reasoningTokens() : "")
                + ",\"totalTokenCount\":"
                + (request.promptTokens() + contentTokens + answer.reasoningTokens()) + "}";
    }
}
