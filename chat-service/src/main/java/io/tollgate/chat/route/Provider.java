package io.tollgate.chat.route;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configured account at a provider of models.
 *
 * @param name the name it has in the routes file, in usage events and in the price book; 1 to 64 letters, digits, {@code . _ -}
 * @param kind the dialect it speaks
 * @param baseUrl absolute http or https URL that paths are appended to; never ends in a slash
 * @param apiKeys a pool of keys, of which each call uses one; at least one
 * @param options what else its kind needs to know, see {@link ProviderKind#options()}
 * @param secrets what else its kind must keep to itself, see {@link ProviderKind#secrets()}
 * @param limits how calls to it are treated
 */
public record Provider(
        String name,
        ProviderKind kind,
        URI baseUrl,
        List<Secret> apiKeys,
        Map<String, String> options,
        Map<String, Secret> secrets,
        ProviderLimits limits) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Pattern BEDROCK_HOST =
            Pattern.compile("bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");

    public Provider {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a provider name: '" + name + "'");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(baseUrl, "baseUrl");
        apiKeys = List.copyOf(apiKeys);
        if (apiKeys.isEmpty()) {
            throw new IllegalArgumentException("provider '" + name + "' has no API key");
        }
        options = Map.copyOf(options);
        secrets = Map.copyOf(secrets);
    }

    /** With the usual limits. */
    public Provider(
            String name,
            ProviderKind kind,
            URI baseUrl,
            List<Secret> apiKeys,
            Map<String, String> options,
            Map<String, Secret> secrets) {
        this(name, kind, baseUrl, apiKeys, options, secrets, ProviderLimits.DEFAULT);
    }

    /** With one key and nothing else. */
    public Provider(String name, ProviderKind kind, URI baseUrl, Secret apiKey) {
        this(name, kind, baseUrl, List.of(apiKey), Map.of(), Map.of());
    }

    /**
     * Where it answers: as given, else as Bedrock's own host names have it. Usage is rated by the prices of this region, and
     * Bedrock's requests are signed for it.
     */
    public Optional<String> region() {
        String given = options.get(ProviderKind.REGION);
        if (given != null) {
            return Optional.of(given);
        }
        Matcher host = BEDROCK_HOST.matcher(baseUrl.getHost());
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }

    /** Whether the address is that of Azure's newer form, in which a request's body names the model. */
    public boolean namesModelsInBodies() {
        return baseUrl.getRawPath().endsWith("/openai/v1");
    }

    /** A slash is not allowed: it separates provider and model in {@code provider/model}. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
