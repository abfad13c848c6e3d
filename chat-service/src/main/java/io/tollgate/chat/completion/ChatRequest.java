package io.tollgate.chat.completion;

import io.tollgate.chat.route.Modality;
import io.tollgate.chat.target.Needs;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a chat completion request decides something here. Everything else is the provider's business and stays in the
 * original bytes.
 *
 * @param body the bytes as the client sent them
 * @param bodyStart offset after the root object's opening brace
 * @param model the model asked for
 * @param modelRange where its value stands
 * @param stream whether the answer is streamed
 * @param streamOptions null if absent
 * @param maxOutputTokens {@code max_completion_tokens} or {@code max_tokens}, the larger where both are given
 * @param nullOutputBound where such a bound is given as {@code null}, key and value; null if nowhere
 * @param choices {@code n}, 1 if absent
 * @param mediaParts image, audio and file parts: what they cost does not show in the body's length
 * @param serviceTier {@code default} if absent or {@code auto}
 * @param endUser {@code safety_identifier}, else {@code user}
 * @param affinity {@code prompt_cache_key}
 * @param tags {@code metadata}
 * @param texts the texts of all messages, for the guard
 * @param tools whether it brings tools or functions
 * @param inputs what its messages hold
 * @param members those of the root object, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // the body may be tens of megabytes: it is neither copied nor compared
record ChatRequest(
        byte[] body,
        int bodyStart,
        String model,
        ByteRange modelRange,
        boolean stream,
        @Nullable StreamOptions streamOptions,
        OptionalInt maxOutputTokens,
        @Nullable ByteRange nullOutputBound,
        int choices,
        int messages,
        int mediaParts,
        String serviceTier,
        @Nullable String endUser,
        @Nullable String affinity,
        Map<String, String> tags,
        List<String> texts,
        boolean tools,
        Set<Modality> inputs,
        List<Member> members) {

    /** No tokenizer makes fewer tokens of ordinary text. */
    private static final int CHARACTERS_PER_TOKEN_AT_MOST = 8;

    private static final int CHARACTERS_PER_TOKEN = 4;

    /**
     * A member of the root object.
     *
     * @param range from its key's opening quote to its value's end
     */
    record Member(String name, ByteRange range) {}

    RequestFacts facts() {
        return new RequestFacts(
                Operation.CHAT,
                model,
                new CallShape(body.length, choices, stream, includesUsage()),
                UsageBounds.inputBound(body.length, messages, mediaParts),
                maxOutputTokens,
                serviceTier,
                endUser,
                affinity,
                tags,
                texts,
                needs());
    }

    private Needs needs() {
        long characters = 0;
        for (String text : texts) {
            characters += text.length();
        }
        return new Needs(
                characters / CHARACTERS_PER_TOKEN_AT_MOST,
                characters / CHARACTERS_PER_TOKEN,
                maxOutputTokens,
                tools,
                inputs);
    }

    boolean includesUsage() {
        return streamOptions != null && streamOptions.usageIncluded();
    }
}
