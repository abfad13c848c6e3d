package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Streams to feed, and what comes of feeding them. */
final class Streams {

    static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "");
    static final String DONE = "data: [DONE]\n\n";
    static final String USAGE = "{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}";
    static final String USAGE_CHUNK = "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":17,"
            + "\"model\":\"m-1\",\"choices\":[],\"usage\":" + USAGE + "}\n\n";

    /**
     * What became of a stream.
     *
     * @param relayed everything that was given back, in order
     */
    record Outcome(String relayed, AnswerStream stream) {}

    private Streams() {}

    static String content(String text) {
        return content(text, "");
    }

    static String content(String text, String moreMembers) {
        return chunk("{\"content\":\"" + text + "\"}", "null", moreMembers);
    }

    static String finished() {
        return chunk("{}", "\"stop\"", "");
    }

    static String chunk(String delta, String finishReason, String moreMembers) {
        return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"m-1\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]"
                + moreMembers + "}\n\n";
    }

    static Outcome whole(String stream, boolean clientWantsUsage) throws MalformedAnswerException {
        byte[] bytes = Buffer.buffer(stream).getBytes();
        return pieces(bytes, clientWantsUsage, bytes.length);
    }

    /** Fed in two pieces. */
    static Outcome split(byte[] bytes, int at, boolean clientWantsUsage) throws MalformedAnswerException {
        AnswerStream reader = new AnswerStream(clientWantsUsage);
        Buffer relayed = Buffer.buffer();
        relayed.appendBuffer(reader.feed(Buffer.buffer(Arrays.copyOfRange(bytes, 0, at))));
        relayed.appendBuffer(reader.feed(Buffer.buffer(Arrays.copyOfRange(bytes, at, bytes.length))));
        return new Outcome(relayed.toString(), reader);
    }

    /** Fed in pieces of one size. */
    static Outcome pieces(byte[] bytes, boolean clientWantsUsage, int size) throws MalformedAnswerException {
        AnswerStream reader = new AnswerStream(clientWantsUsage);
        Buffer relayed = Buffer.buffer();
        for (int from = 0; from < bytes.length; from += size) {
            int to = Math.min(bytes.length, from + size);
            relayed.appendBuffer(reader.feed(Buffer.buffer(Arrays.copyOfRange(bytes, from, to))));
        }
        return new Outcome(relayed.toString(), reader);
    }
}
