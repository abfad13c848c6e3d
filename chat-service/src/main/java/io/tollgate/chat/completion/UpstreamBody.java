package io.tollgate.chat.completion;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The body for a provider that speaks the client's dialect: the client's bytes, edited only where they must be. What we do
 * not know survives untouched.
 */
final class UpstreamBody {

    private record Edit(ByteRange range, String replacement) {}

    private UpstreamBody() {}

    /**
     * @param model the provider's name of the model
     * @param outputBound written as {@code max_completion_tokens} where the client set no bound but a budget needs one
     */
    static Buffer of(ChatRequest request, String model, OptionalInt outputBound) {
        List<Edit> edits = new ArrayList<>(3);
        if (!request.model().equals(model)) {
            edits.add(new Edit(request.modelRange(), quoted(model)));
        }
        if (request.stream() && !request.includesUsage()) {
            edits.add(includeUsage(request));
        }
        if (outputBound.isPresent()) {
            edits.add(outputBound(request, outputBound.getAsInt()));
        }
        return edits.isEmpty() ? Buffer.buffer(request.body()) : apply(edits, request.body());
    }

    /** Usage is always asked for: what is not reported cannot be billed exactly. */
    private static Edit includeUsage(ChatRequest request) {
        StreamOptions options = request.streamOptions();
        if (options == null) {
            return insertion(request.bodyStart(), "\"stream_options\":{\"include_usage\":true},");
        }
        ByteRange present = options.includeUsage();
        if (present != null) {
            return new Edit(present, "true");
        }
        if (!options.isObject()) {
            return new Edit(options.value(), "{\"include_usage\":true}");
        }
        return insertion(options.value().start() + 1, "\"include_usage\":true" + (options.isEmpty() ? "" : ","));
    }

    private static Edit outputBound(ChatRequest request, int bound) {
        ByteRange present = request.nullOutputBound();
        String member = "\"max_completion_tokens\":" + bound;
        // In place of a null max_tokens too: newer models take only max_completion_tokens.
        return present == null ? insertion(request.bodyStart(), member + ",") : new Edit(present, member);
    }

    private static Edit insertion(int at, String text) {
        return new Edit(new ByteRange(at, at), text);
    }

    private static Buffer apply(List<Edit> edits, byte[] body) {
        edits.sort(Comparator.comparingInt(edit -> edit.range().start()));
        Buffer edited = Buffer.buffer(body.length + 128);
        int from = 0;
        for (Edit edit : edits) {
            edited.appendBytes(body, from, edit.range().start() - from);
            edited.appendBytes(edit.replacement().getBytes(StandardCharsets.UTF_8));
            from = edit.range().end();
        }
        return edited.appendBytes(body, from, body.length - from);
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
