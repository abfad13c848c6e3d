package io.tollgate.local.simulator;

import static io.tollgate.local.simulator.WireText.event;
import static io.tollgate.local.simulator.WireText.quoted;

import io.vertx.core.buffer.Buffer;

/** An answer as Anthropic's Messages give it: usage in two places of a stream, cached tokens beside the input's. */
final class AnthropicWire implements Wire {
    private final ChatRequest request;
    private final Answer answer;
    private final String id;

    AnthropicWire(ChatRequest request, Answer answer, String id) {
        this.request = request;
        this.answer = answer;
        this.id = id;
    }

    @Override
    public Buffer beginning() {
        return event(
                        "message_start",
                        ",\"message\":{" + identity() + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                                + "\"usage\":" + usage(1) + "}")
                .appendBuffer(event(
                        "content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"))
                .appendBuffer(event("ping", ""));
    }

    @Override
    public void appendContentChunk(int token, Buffer target) {
        target.appendBuffer(event(
                "content_block_delta",
                ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + quoted(answer.word(token)) + "}"));
    }

    @Override
    public Buffer endOfStream(boolean withUsage) {
        return event("content_block_stop", ",\"index\":0")
                .appendBuffer(event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"" + stopReason() + "\",\"stop_sequence\":null}"
                                + (withUsage ? ",\"usage\":{\"output_tokens\":" + outputTokens() + "}" : "")))
                .appendBuffer(event("message_stop", ""));
    }

    @Override
    public Buffer malformedFrame() {
        return Buffer.buffer("dta {\"type\":\"ping\"}\n\n");
    }

    @Override
    public Buffer malformedJson() {
        return Buffer.buffer("event: content_block_delta\ndata: {\"type\":\"content_block_del\n\n");
    }

    @Override
    public Buffer errorEvent(ErrorBody error) {
        return Buffer.buffer("event: error\ndata: ").appendBuffer(error(error)).appendString("\n\n");
    }

    static Buffer error(ErrorBody error) {
        String type =
                switch (error.status()) {
                    case 401 -> "authentication_error";
                    case 404 -> "not_found_error";
                    case 429 -> "rate_limit_error";
                    case 503 -> "overloaded_error";
                    default -> error.status() < 500 ? "invalid_request_error" : "api_error";
                };
        return Buffer.buffer("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":"
                + quoted(error.message()) + "},\"request_id\":\"req_simulated\"}");
    }

    @Override
    public Buffer plainBody(boolean withUsage) {
        return Buffer.buffer("{" + identity() + ",\"content\":[{\"type\":\"text\",\"text\":" + quoted(answer.content())
                + "}],\"stop_reason\":\"" + stopReason() + "\",\"stop_sequence\":null"
                + (withUsage ? ",\"usage\":" + usage(outputTokens()) : "") + "}");
    }

    private String identity() {
        return "\"id\":\"msg_" + id + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + quoted(request.model());
    }

    private String stopReason() {
        return answer.finishReason().equals("length") ? "max_tokens" : "end_turn";
    }

    private int outputTokens() {
        return answer.contentTokens() + answer.reasoningTokens();
    }

    private String usage(int outputTokens) {
        int cached = request.controls().cachedTokens();
        return "{\"input_tokens\":" + (request.promptTokens() - cached) + ",\"cache_read_input_tokens\":" + cached
                + ",\"cache_creation_input_tokens\":0,\"output_tokens\":" + outputTokens
                + ",\"service_tier\":\"standard\"}";
    }
}
