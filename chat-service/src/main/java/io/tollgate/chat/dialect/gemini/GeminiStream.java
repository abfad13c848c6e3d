package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.ServerSentEvents;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.ChunkWriter;
import io.tollgate.chat.dialect.answer.FinishReason;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer. Its events are answers themselves, each with what is new; nothing marks the last one but the end of the
 * stream after every candidate has a reason to be finished.
 */
final class GeminiStream {

    /** OpenAI's bound on {@code n}. */
    private static final int CHOICES_MAX = 128;

    private final CallTerms terms;
    private final ServerSentEvents events = new ServerSentEvents();
    private final ChunkWriter chunks;
    private @Nullable TokenCounts usage;

    GeminiStream(CallTerms terms) {
        this.terms = terms;
        this.chunks = new ChunkWriter(terms);
    }

    byte[] feed(byte[] received) throws UntranslatableAnswerException {
        try {
            for (byte[] data : events.feed(received)) {
                take(Json.parseObject(data));
            }
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("an event of the stream is not a JSON object").after(chunks.take());
        } catch (UntranslatableAnswerException malformed) {
            throw malformed.after(chunks.take());
        }
        return chunks.take();
    }

    byte[] ended() {
        if (chunks.isFinished() && !events.isIncomplete()) {
            if (usage != null) {
                chunks.usage(usage);
            }
            chunks.done();
        }
        return chunks.take();
    }

    private void take(JsonNode event) throws UntranslatableAnswerException {
        if (event.path("error").isObject()) {
            chunks.error(GeminiErrors.within(event.path("error")).envelope());
            return;
        }
        chunks.identity(Json.string(event, "responseId"), Json.string(event, "modelVersion"));
        TokenCounts counts = GeminiUsage.of(event.path("usageMetadata"));
        if (counts != null) {
            usage = counts;
        }
        if (Json.string(event.path("promptFeedback"), "blockReason") != null) {
            chunks.finish(0, FinishReason.CONTENT_FILTER);
        }
        for (JsonNode candidate : event.path("candidates")) {
            takeCandidate(candidate);
        }
    }

    private void takeCandidate(JsonNode candidate) throws UntranslatableAnswerException {
        int choice = candidate.path("index").asInt();
        if (choice < 0 || choice >= CHOICES_MAX) {
            throw new UntranslatableAnswerException("a candidate of the stream has an index out of bounds");
        }
        chunks.begin(choice);
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (part.has("functionCall")) {
                GeminiCall call = GeminiCall.of(part, terms, choice, chunks.toolCalls(choice));
                int index = chunks.toolCall(choice, call.id(), call.name(), call.extraContent());
                chunks.arguments(choice, index, call.arguments());
            } else if (part.path("thought").asBoolean()) {
                chunks.reasoning(choice, Json.string(part, "text", ""));
            } else {
                chunks.text(choice, Json.string(part, "text", ""));
            }
        }
        String reason = Json.string(candidate, "finishReason");
        if (reason != null) {
            finish(choice, reason);
        }
    }

    private void finish(int choice, String reason) {
        ProviderError error = GeminiFinish.error(reason);
        if (error == null) {
            chunks.finish(choice, GeminiFinish.finishReason(reason, chunks.hasToolCalls(choice)));
        } else {
            chunks.error(error.envelope());
        }
    }
}
