package io.tollgate.chat.provider;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Azure OpenAI: OpenAI's language at another address. A base URL that ends in {@code /openai/v1} is the newer form, in which the
 * body names the model; else the model is a deployment in the path, and {@code api-version} is mandatory.
 */
@Singleton
final class AzureDialect implements ProviderDialect {

    @Override
    public Set<ProviderKind> kinds() {
        return Set.of(ProviderKind.AZURE);
    }

    @Override
    public ProviderRequest request(ProviderAsk ask) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("content-type", ask.contentType())
                .add("accept", ask.stream() ? "text/event-stream" : "application/json")
                .add("api-key", ask.apiKey().reveal());
        return new ProviderRequest(
                uri(ask.target().provider(), ask.target().model(), ask.operation()), headers, ask.body());
    }

    private static String uri(Provider provider, String deployment, Operation operation) {
        StringBuilder uri = new StringBuilder(provider.baseUrl().getRawPath());
        if (!provider.namesModelsInBodies()) {
            uri.append("/openai/deployments/").append(encoded(deployment));
        }
        uri.append(OpenAiDialect.path(operation));
        String version = provider.options().get("api-version");
        if (version != null) {
            uri.append("?api-version=").append(encoded(version));
        }
        return uri.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public AnswerTranslator translator(ProviderAsk ask) {
        return AnswerTranslator.IDENTITY;
    }
}
