package io.tollgate.local.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of one answer in OpenAI's shapes. What is the same in every chunk of a stream is encoded once; a chunk is then three
 * copies of bytes.
 */
final class ChatWire implements Wire {
    static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private static final JsonStringEncoder ESCAPE = JsonStringEncoder.getInstance();

    private final ChatRequest request;
    private final Answer answer;
    private final String head;
    private final byte[] beforeContent;
    private final byte[] afterContent;
    private final List<byte[]> words;

    /**
     * @param id the id of the answer
     * @param created seconds since the epoch
     */
    ChatWire(ChatRequest request, Answer answer, String id, long created) {
        this.request = request;
        this.answer = answer;
        this.head = "{\"id\":\"" + id + "\",\"object\":\"chat.completion" + (request.stream() ? ".chunk" : "")
                + "\",\"created\":" + created + ",\"model\":\"" + escaped(request.model())
                + "\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\",\"choices\":[";
        this.beforeContent = utf8("data: " + head + "{\"index\":0,\"delta\":{\"content\":\"");
        this.afterContent = utf8("\"},\"logprobs\":null,\"finish_reason\":null}]" + noUsageYet() + "}\n\n");
        this.words = answer.words().stream().map(ESCAPE::quoteAsUTF8).toList();
    }

    /** The first chunk, which alone carries the role. */
    @Override
    public Buffer beginning() {
        return beginning("\"\"");
    }

    /** @param content as JSON */
    Buffer beginning(String content) {
        return delta("{\"role\":\"assistant\",\"content\":" + content + ",\"refusal\":null}");
    }

    /** A chunk. */
    Buffer delta(String delta) {
        return Buffer.buffer("data: " + head + "{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":null}]" + noUsageYet() + "}\n\n");
    }

    @Override
    public void appendContentChunk(int token, Buffer target) {
        target.appendBytes(beforeContent)
                .appendBytes(words.get(token % words.size()))
                .appendBytes(afterContent);
    }

    /** The finish reason, the usage if it was asked for, and {@code [DONE]}. */
    @Override
    public Buffer endOfStream(boolean withUsage) {
        Buffer end = Buffer.buffer("data: " + head + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\""
                + answer.finishReason() + "\"}]" + noUsageYet() + "}\n\n");
        if (withUsage && request.includeUsage()) {
            end.appendString("data: " + head + "]," + usage() + "}\n\n");
        }
        return end.appendBuffer(DONE);
    }

    /** A line that is no field of server-sent events. */
    @Override
    public Buffer malformedFrame() {
        return Buffer.buffer("dta " + head + "\n\n");
    }

    /** An event whose JSON breaks off. */
    @Override
    public Buffer malformedJson() {
        return Buffer.buffer("data: " + head + "{\"index\":0,\"del\n\n");
    }

    @Override
    public Buffer errorEvent(ErrorBody error) {
        return Buffer.buffer("data: ").appendBuffer(error.json()).appendString("\n\n");
    }

    @Override
    public Buffer plainBody(boolean withUsage) {
        return plainBody("\"" + escaped(answer.content()) + "\"", withUsage);
    }

    /** @param content as JSON, and further members after it */
    Buffer plainBody(String content, boolean withUsage) {
        return Buffer.buffer(head + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + content
                + ",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\""
                + answer.finishReason() + "\"}]" + (withUsage ? "," + usage() : "") + "}");
    }

    private String usage() {
        int completion = answer.contentTokens() + answer.reasoningTokens();
        return "\"usage\":{\"prompt_tokens\":" + request.promptTokens() + ",\"completion_tokens\":" + completion
                + ",\"total_tokens\":" + (request.promptTokens() + completion)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + request.controls().cachedTokens()
                + ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":" + answer.reasoningTokens()
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }

    private String noUsageYet() {
        return request.stream() && request.includeUsage() ? ",\"usage\":null" : "";
    }

    private static String escaped(String text) {
        return new String(ESCAPE.quoteAsString(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
