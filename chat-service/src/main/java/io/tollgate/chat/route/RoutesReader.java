package io.tollgate.chat.route;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the sections of the file into providers and routes. What is wrong is noted and left out, so that reading goes on. */
final class RoutesReader {

    /** Those of providers of every kind. */
    static final List<String> KEYS =
            List.of("kind", "base-url", "api-key", "api-keys", "timeouts", "client-gone", "concurrency");

    private static final int PROVIDERS_MAX = 100;
    private static final int KEYS_MAX = 64;

    private final References references;
    private final SecretReferences secrets;
    private final Problems problems;
    /** Also those that are invalid, so that one mistake in a provider is not reported again by each of its targets. */
    private final Set<String> declaredProviders = new HashSet<>();

    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private ModelBook book = ModelBook.EMPTY;

    RoutesReader(References references, Problems problems) {
        this.references = references;
        this.secrets = new SecretReferences(references);
        this.problems = problems;
    }

    Collection<Provider> providers() {
        return providers.values();
    }

    List<Route> routes() {
        return routes;
    }

    void readProviders(@Nullable YamlValue section) {
        if (section == null) {
            problems.addForFile("'providers' is missing");
            return;
        }
        Map<String, YamlValue> entries = section.entries();
        if (section.isMapping() && entries.isEmpty()) {
            section.refuseKey("needs at least one provider");
        }
        if (entries.size() > PROVIDERS_MAX) {
            section.refuseKey("has " + entries.size() + " providers; the most is " + PROVIDERS_MAX);
        }
        entries.forEach((name, value) -> {
            declaredProviders.add(name);
            readProvider(name, value).ifPresent(provider -> providers.put(name, provider));
        });
    }

    private Optional<Provider> readProvider(String name, YamlValue value) {
        boolean named = Provider.isName(name);
        if (!named) {
            value.refuseKey(
                    "a provider's name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or"
                            + " digit");
        }
        Map<String, YamlValue> entries = value.entries();
        Optional<ProviderKind> kind = required(value, entries, "kind").flatMap(this::kind);
        value.refuseUnknown(entries, knownKeys(kind));
        Optional<URI> baseUrl = required(value, entries, "base-url").flatMap(this::baseUrl);
        List<Secret> apiKeys = apiKeys(value, entries);
        if (!named || kind.isEmpty() || baseUrl.isEmpty() || apiKeys.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, Secret> further = new LinkedHashMap<>();
        for (String key : kind.get().options()) {
            Optional.ofNullable(entries.get(key))
                    .flatMap(references::resolve)
                    .ifPresent(text -> options.put(key, text));
        }
        for (String key : kind.get().secrets()) {
            Optional.ofNullable(entries.get(key)).flatMap(secrets::resolve).ifPresent(text -> further.put(key, text));
        }
        ProviderLimits limits = new ProviderLimitsReader(new ScalarReader(references)).read(entries);
        Provider provider = new Provider(name, kind.get(), baseUrl.get(), apiKeys, options, further, limits);
        return hasWhatItsKindNeeds(provider, value) ? Optional.of(provider) : Optional.empty();
    }

    private boolean hasWhatItsKindNeeds(Provider provider, YamlValue value) {
        boolean signs = provider.secrets().containsKey("access-key-id");
        if (provider.kind() == ProviderKind.BEDROCK
                && signs
                && provider.region().isEmpty()) {
            problems.add(value.child("region"), value.owner(), "is missing, and base-url does not name a region");
            return false;
        }
        if (provider.kind() == ProviderKind.AZURE
                && !provider.namesModelsInBodies()
                && !provider.options().containsKey("api-version")) {
            problems.add(
                    value.child("api-version"),
                    value.owner(),
                    "is missing; only a base-url that ends in /openai/v1 does without");
            return false;
        }
        return true;
    }

    private static List<String> knownKeys(Optional<ProviderKind> kind) {
        List<String> known = new ArrayList<>(KEYS);
        kind.ifPresent(given -> {
            known.addAll(given.options());
            known.addAll(given.secrets());
        });
        return known;
    }

    private List<Secret> apiKeys(YamlValue provider, Map<String, YamlValue> entries) {
        YamlValue pool = entries.get("api-keys");
        if (pool == null) {
            return required(provider, entries, "api-key").flatMap(secrets::resolve).stream()
                    .toList();
        }
        if (entries.containsKey("api-key")) {
            pool.refuseKey("stands beside 'api-key'; give one of the two");
        }
        List<YamlValue> items = pool.items();
        if (pool.isEmptyList() || items.size() > KEYS_MAX) {
            pool.refuse("needs 1 to " + KEYS_MAX + " keys");
        }
        return items.stream().flatMap(item -> secrets.resolve(item).stream()).toList();
    }

    private Optional<ProviderKind> kind(YamlValue value) {
        return references.resolve(value).flatMap(name -> {
            Optional<ProviderKind> kind = ProviderKind.ofWireName(name);
            if (kind.isEmpty()) {
                value.refuse("kind '" + name + "' is unknown; known: " + ProviderKind.known());
            }
            return kind;
        });
    }

    /** The URL is not repeated in messages: it may hold a password by mistake. */
    private Optional<URI> baseUrl(YamlValue value) {
        return references.resolve(value).flatMap(text -> {
            URI url;
            try {
                url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            } catch (URISyntaxException syntax) {
                value.refuse("is not a URL: " + syntax.getReason() + " at character " + (syntax.getIndex() + 1));
                return Optional.empty();
            }
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!web || url.getHost() == null) {
                value.refuse("must be an absolute http or https URL, such as https://api.openai.com/v1");
                return Optional.empty();
            }
            if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
                value.refuse("must have no user, query or fragment: paths are appended to it, and secrets belong in"
                        + " api-key");
                return Optional.empty();
            }
            return Optional.of(url);
        });
    }

    void readCapabilities(@Nullable YamlValue section) {
        book = new CapabilitiesReader(new ScalarReader(references)).read(section);
    }

    void readModels(@Nullable YamlValue section) {
        routes.addAll(new ModelsReader(references, problems, declaredProviders, providers, book).read(section));
    }

    ModelBook book() {
        return book;
    }

    private Optional<YamlValue> required(YamlValue parent, Map<String, YamlValue> entries, String key) {
        YamlValue value = entries.get(key);
        if (value == null && parent.isMapping()) {
            problems.add(parent.child(key), parent.owner(), "is missing");
        }
        return Optional.ofNullable(value);
    }
}
