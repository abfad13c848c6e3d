package io.tollgate.chat.completion;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.chat.route.ModelTraits;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The body for a provider that speaks the client's dialect: the client's bytes, edited only where they must be. What we do
 * not know survives untouched.
 */
final class UpstreamBody {

    private static final String OUTPUT_BOUND = "max_completion_tokens";
    private static final String STREAM_OPTIONS = "stream_options";

    /** Smaller bodies are copied faster than they are composed. */
    private static final int LARGE = 64 * 1024;

    private record Edit(ByteRange range, String replacement) {}

    private UpstreamBody() {}

    /** @param outputBound written as {@code max_completion_tokens} where the client set no bound but a budget needs one */
    static Buffer of(ChatRequest request, Target target, OptionalInt outputBound) {
        ModelTraits traits = target.traits();
        List<Edit> edits = new ArrayList<>(4);
        if (!request.model().equals(target.model())) {
            edits.add(new Edit(request.modelRange(), quoted(target.model())));
        }
        if (request.stream() && !request.includesUsage() && !traits.dropped().contains(STREAM_OPTIONS)) {
            edits.add(includeUsage(request));
        }
        boolean bounded = outputBound.isPresent() && !traits.dropped().contains(OUTPUT_BOUND);
        if (bounded) {
            edits.add(outputBound(request, traits, outputBound.getAsInt()));
        }
        if (traits.changesAny()) {
            changeParameters(request, traits, bounded ? request.nullOutputBound() : null, edits);
        }
        return apply(edits, request.body());
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

    private static Edit outputBound(ChatRequest request, ModelTraits traits, int bound) {
        ByteRange present = request.nullOutputBound();
        String name = traits.renamed().getOrDefault(OUTPUT_BOUND, OUTPUT_BOUND);
        String member = quoted(name) + ":" + bound;
        // In place of a null max_tokens too: newer models take only max_completion_tokens.
        return present == null ? insertion(request.bodyStart(), member + ",") : new Edit(present, member);
    }

    /** @param taken a member that another edit replaces, null if none */
    private static void changeParameters(
            ChatRequest request, ModelTraits traits, @Nullable ByteRange taken, List<Edit> edits) {
        List<ChatRequest.Member> members = request.members();
        boolean[] dropped = new boolean[members.size()];
        int lastKept = -1;
        for (int i = 0; i < dropped.length; i++) {
            ChatRequest.Member member = members.get(i);
            dropped[i] = !member.range().equals(taken) && isDropped(member.name(), traits, members);
            lastKept = dropped[i] ? lastKept : i;
        }
        for (int i = 0; i < dropped.length; i++) {
            ChatRequest.Member member = members.get(i);
            String renamed = traits.renamed().get(member.name());
            if (dropped[i]) {
                edits.add(new Edit(rangeToDrop(members, i, lastKept), ""));
            } else if (renamed != null && !member.range().equals(taken)) {
                edits.add(new Edit(key(request.body(), member.range().start()), quoted(renamed)));
            }
        }
    }

    /** Also where the name that it should get is given as well. */
    private static boolean isDropped(String name, ModelTraits traits, List<ChatRequest.Member> members) {
        String renamed = traits.renamed().get(name);
        return traits.dropped().contains(name)
                || (renamed != null
                        && members.stream().anyMatch(member -> member.name().equals(renamed)));
    }

    /** With the comma that follows it, or where nothing is kept behind it, the one before. */
    private static ByteRange rangeToDrop(List<ChatRequest.Member> members, int index, int lastKept) {
        ByteRange range = members.get(index).range();
        return index < lastKept
                ? new ByteRange(range.start(), members.get(index + 1).range().start())
                : new ByteRange(members.get(index - 1).range().end(), range.end());
    }

    private static ByteRange key(byte[] body, int start) {
        int end = start + 1;
        while (body[end] != '"') {
            end += body[end] == '\\' ? 2 : 1;
        }
        return new ByteRange(start, end + 1);
    }

    private static Edit insertion(int at, String text) {
        return new Edit(new ByteRange(at, at), text);
    }

    private static Buffer apply(List<Edit> edits, byte[] body) {
        edits.sort(Comparator.comparingInt(edit -> edit.range().start()));
        return body.length < LARGE ? copied(edits, body) : composed(edits, body);
    }

    private static Buffer copied(List<Edit> edits, byte[] body) {
        Buffer edited = Buffer.buffer(body.length + 128);
        int from = 0;
        for (Edit edit : edits) {
            edited.appendBytes(body, from, edit.range().start() - from);
            edited.appendBytes(edit.replacement().getBytes(StandardCharsets.UTF_8));
            from = edit.range().end();
        }
        return edited.appendBytes(body, from, body.length - from);
    }

    /** Of the client's own bytes where they stay as they are: a large body is not held twice. */
    private static Buffer composed(List<Edit> edits, byte[] body) {
        List<ByteBuf> parts = new ArrayList<>(2 * edits.size() + 1);
        int from = 0;
        for (Edit edit : edits) {
            parts.add(Unpooled.wrappedBuffer(body, from, edit.range().start() - from));
            parts.add(Unpooled.wrappedBuffer(edit.replacement().getBytes(StandardCharsets.UTF_8)));
            from = edit.range().end();
        }
        parts.add(Unpooled.wrappedBuffer(body, from, body.length - from));
        return WrappedBytes.of(parts);
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
