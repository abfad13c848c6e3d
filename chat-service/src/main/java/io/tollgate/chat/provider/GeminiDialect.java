package io.tollgate.chat.provider;

import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.gemini.OpenAiToGemini;
import io.tollgate.chat.route.ProviderKind;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.Set;

/** Google's Gemini API. */
@Singleton
final class GeminiDialect implements ProviderDialect {

    private final Translation translation;

    GeminiDialect(Translation translation) {
        this.translation = translation;
    }

    @Override
    public Set<ProviderKind> kinds() {
        return Set.of(ProviderKind.GEMINI);
    }

    @Override
    public ProviderRequest request(ProviderAsk ask) throws UntranslatableRequestException {
        DialectRequest request = translation.request(ask, OpenAiToGemini::new);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .addAll(request.headers())
                .add("content-type", "application/json")
                .add("accept", ask.stream() ? "text/event-stream" : "application/json")
                .add("x-goog-api-key", ask.apiKey().reveal());
        return new ProviderRequest(
                ask.target().provider().baseUrl().getRawPath() + request.path(),
                headers,
                Buffer.buffer(request.body()));
    }

    @Override
    public AnswerTranslator translator(ProviderAsk ask) {
        return translation.translator(ask, OpenAiToGemini::new);
    }
}
