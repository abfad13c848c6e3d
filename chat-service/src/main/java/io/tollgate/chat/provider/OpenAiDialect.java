package io.tollgate.chat.provider;

import io.tollgate.chat.route.ProviderKind;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.Set;

/** OpenAI's own dialect, and that of everything that speaks it: the body goes out and the answer comes back as it is. */
@Singleton
final class OpenAiDialect implements ProviderDialect {

    @Override
    public Set<ProviderKind> kinds() {
        return Set.of(ProviderKind.OPENAI);
    }

    @Override
    public ProviderRequest request(ProviderAsk ask) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("content-type", ask.contentType())
                .add("accept", accept(ask))
                .add("authorization", "Bearer " + ask.apiKey().reveal());
        return new ProviderRequest(
                ask.target().provider().baseUrl().getRawPath() + path(ask.operation()), headers, ask.body());
    }

    private static String accept(ProviderAsk ask) {
        return switch (ask.operation()) {
            case CHAT, COMPLETION, EMBEDDING, MODERATION -> ask.stream() ? "text/event-stream" : "application/json";
            // The body says in which format: sound, subtitles, pictures, or events.
            case TRANSCRIPTION, TRANSLATION, SPEECH, IMAGE_GENERATION, IMAGE_EDIT -> "*/*";
        };
    }

    static String path(Operation operation) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case COMPLETION -> "/completions";
            case EMBEDDING -> "/embeddings";
            case TRANSCRIPTION -> "/audio/transcriptions";
            case TRANSLATION -> "/audio/translations";
            case SPEECH -> "/audio/speech";
            case IMAGE_GENERATION -> "/images/generations";
            case IMAGE_EDIT -> "/images/edits";
            case MODERATION -> "/moderations";
        };
    }

    @Override
    public AnswerTranslator translator(ProviderAsk ask) {
        return AnswerTranslator.IDENTITY;
    }
}
