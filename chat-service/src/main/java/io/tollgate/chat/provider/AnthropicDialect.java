package io.tollgate.chat.provider;

import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.anthropic.MessagesToAnthropic;
import io.tollgate.chat.dialect.anthropic.OpenAiToAnthropic;
import io.tollgate.chat.route.ProviderKind;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Anthropic's Messages API: for its own clients as they ask and as it answers, for OpenAI's translated. */
@Singleton
final class AnthropicDialect implements ProviderDialect {

    private final Translation translation;

    AnthropicDialect(Translation translation) {
        this.translation = translation;
    }

    @Override
    public Set<ProviderKind> kinds() {
        return Set.of(ProviderKind.ANTHROPIC);
    }

    @Override
    public ProviderRequest request(ProviderAsk ask) throws UntranslatableRequestException {
        DialectRequest request = translation.request(ask, pair(ask));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .addAll(request.headers())
                .add("content-type", "application/json")
                .add("accept", ask.stream() ? "text/event-stream" : "application/json")
                .add("x-api-key", ask.apiKey().reveal());
        return new ProviderRequest(
                ask.target().provider().baseUrl().getRawPath() + request.path(),
                headers,
                Buffer.buffer(request.body()));
    }

    @Override
    public Optional<ProviderRequest> tokenCount(ProviderAsk ask) throws UntranslatableRequestException {
        ProviderRequest message = request(ask);
        return Optional.of(new ProviderRequest(message.uri() + "/count_tokens", message.headers(), message.body()));
    }

    @Override
    public AnswerTranslator translator(ProviderAsk ask) {
        return translation.translator(ask, pair(ask));
    }

    private static Function<CallTerms, ProviderTranslator> pair(ProviderAsk ask) {
        Map<String, String> ownHeaders = ask.ownHeaders();
        return ownHeaders == null ? OpenAiToAnthropic::new : terms -> new MessagesToAnthropic(terms, ownHeaders);
    }
}
