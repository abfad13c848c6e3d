package io.tollgate.chat.completion;

import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.util.List;
import java.util.Optional;

/**
 * What operations beside chat consume. Models of one operation are priced in different meters, a picture or its tokens, a
 * second of audio or its tokens: which ones, the price book says.
 */
final class OperationUsage {

    /** 16 kbit/s: what less is, is not speech that models are made for. */
    private static final int BYTES_PER_AUDIO_SECOND_LEAST = 2_000;

    /** 128 kbit/s, for an estimate. */
    private static final int BYTES_PER_AUDIO_SECOND = 16_000;

    private static final int INPUT_TOKENS_PER_AUDIO_SECOND = 20;
    private static final int OUTPUT_TOKENS_PER_AUDIO_SECOND = 20;
    private static final int OUTPUT_TOKENS_PER_CHARACTER = 10;
    private static final int INPUT_TOKENS_PER_PICTURE = 20_000;
    private static final int OUTPUT_TOKENS_PER_PICTURE = 10_000;

    private OperationUsage() {}

    /**
     * Upper bounds, one for each way in which a model may be priced. What is held is the first that has a price.
     *
     * @param outputTokens the bound of each choice, where there are choices
     */
    static List<Usage> bounds(RequestFacts request, int outputTokens) {
        long units = request.inputBound();
        int count = request.shape().choices();
        return switch (request.operation()) {
            case CHAT, COMPLETION -> List.of(UsageBounds.bound(request, outputTokens));
            case EMBEDDING, MODERATION -> List.of(Usage.of(Meter.INPUT_UNCACHED, units));
            case SPEECH ->
                List.of(
                        Usage.of(Meter.INPUT_CHARACTERS, units),
                        Usage.of(Meter.INPUT_UNCACHED, units * 4)
                                .with(Meter.OUTPUT_AUDIO, units * OUTPUT_TOKENS_PER_CHARACTER));
            case TRANSCRIPTION, TRANSLATION -> {
                long seconds = Math.ceilDiv(units, BYTES_PER_AUDIO_SECOND_LEAST);
                yield List.of(
                        Usage.of(Meter.AUDIO_SECONDS, seconds),
                        Usage.of(Meter.INPUT_AUDIO, seconds * INPUT_TOKENS_PER_AUDIO_SECOND)
                                .with(Meter.OUTPUT_TEXT, seconds * OUTPUT_TOKENS_PER_AUDIO_SECOND));
            }
            case IMAGE_GENERATION, IMAGE_EDIT ->
                List.of(
                        Usage.of(Meter.IMAGES, count),
                        Usage.of(Meter.INPUT_UNCACHED, Math.min(units, 100_000) + INPUT_TOKENS_PER_PICTURE)
                                .with(Meter.OUTPUT_TEXT, (long) count * OUTPUT_TOKENS_PER_PICTURE));
        };
    }

    /** What the provider reported in whatever form the operation has; empty if it reported nothing. */
    static Optional<Usage> reported(Operation operation, AnswerFacts facts) {
        return facts.usage().or(() -> switch (operation) {
            case TRANSCRIPTION, TRANSLATION ->
                facts.audioSeconds().isPresent()
                        ? Optional.of(Usage.of(
                                Meter.AUDIO_SECONDS, facts.audioSeconds().getAsLong()))
                        : Optional.empty();
            case IMAGE_GENERATION, IMAGE_EDIT ->
                facts.elements() > 0 ? Optional.of(Usage.of(Meter.IMAGES, facts.elements())) : Optional.empty();
            case CHAT, COMPLETION, EMBEDDING, MODERATION, SPEECH -> Optional.empty();
        });
    }

    /**
     * What a call consumed whose provider said nothing.
     *
     * @param outputTokens the answer's estimate, where it consists of tokens
     */
    static Usage estimate(Operation operation, int bodyLength, long outputTokens, Usage bound) {
        return switch (operation) {
            case CHAT, COMPLETION -> UsageBounds.estimate(bodyLength, outputTokens, bound);
            case EMBEDDING, MODERATION ->
                Usage.of(
                        Meter.INPUT_UNCACHED,
                        UsageBounds.estimate(bodyLength, 0, bound).inputTokens());
            // Characters and pictures were counted when the request was read.
            case SPEECH, IMAGE_GENERATION, IMAGE_EDIT -> bound;
            case TRANSCRIPTION, TRANSLATION ->
                bound.count(Meter.AUDIO_SECONDS).isPresent()
                        ? Usage.of(Meter.AUDIO_SECONDS, Math.ceilDiv(bodyLength, BYTES_PER_AUDIO_SECOND))
                        : bound;
        };
    }
}
