package io.tollgate.local.launcher;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes file of a suite whose owner gave none: the providers whose keys are in the environment, and always the simulated one.
 * Holds references to keys, never a key.
 */
final class RoutesFile {
    /** Any value does: the simulated provider wants a key and does not care which. */
    static final Map<String, String> ENVIRONMENT = Map.of("SIMULATOR_API_KEY", "simulated");

    private static final String SIMULATOR = "simulator";
    private static final String SIMULATED_MODEL = "simulated";

    private final List<KnownProvider> providers;
    private final Variables variables;
    private final String simulatorUrl;
    private final Map<String, String> models = new LinkedHashMap<>();

    /**
     * @param simulatorUrl of the simulated provider, without a path
     */
    RoutesFile(Variables variables, String simulatorUrl) {
        this.providers = Arrays.stream(KnownProvider.values())
                .filter(provider -> provider.isConfigured(variables))
                .toList();
        this.variables = variables;
        this.simulatorUrl = simulatorUrl;
        for (KnownProvider provider : providers) {
            provider.models().forEach(model -> models.put(model, provider.providerName()));
        }
        if (providers.isEmpty()) {
            List.of("gpt-4o-mini", "gpt-4o", "gpt-4.1-mini", "text-embedding-3-small", "tts-1", "whisper-1", "dall-e-3")
                    .forEach(model -> models.put(model, SIMULATOR));
        }
        models.put(SIMULATED_MODEL, SIMULATOR);
    }

    /** Whether no real provider is there, so that the simulated model answers. */
    boolean isSimulated() {
        return providers.isEmpty();
    }

    /** The model to try first. */
    String firstModel() {
        return models.keySet().iterator().next();
    }

    String yaml() {
        StringBuilder yaml = new StringBuilder("""
                # Written by deploy/local/up at each start. To change it, copy it and set TOLLGATE_CONFIG to the copy.
                providers:
                """);
        for (KnownProvider provider : providers) {
            appendProvider(
                    yaml,
                    provider.providerName(),
                    provider.kind(),
                    provider.baseUrlReference(variables),
                    provider.keyVariable());
        }
        appendProvider(yaml, SIMULATOR, "openai", simulatorUrl + "/v1", "SIMULATOR_API_KEY");
        yaml.append("models:\n");
        models.forEach((model, provider) -> yaml.append("  ")
                .append(model)
                .append(":\n    targets:\n      - provider: ")
                .append(provider)
                .append("\n        model: ")
                .append(model)
                .append('\n'));
        return yaml.toString();
    }

    /** The judges that go with these routes, as moderation-service is configured. */
    String judges() {
        String judges = """
                # Written by deploy/local/up at each start. To change it, copy it and name the copy in QUARKUS_CONFIG_LOCATIONS.
                tollgate.judge.judges.simulated.kind=qwen3guard
                tollgate.judge.judges.simulated.model=%s/qwen3guard
                """.formatted(SIMULATOR);
        return providers.contains(KnownProvider.OPENAI) ? judges + """
                        tollgate.judge.judges.openai.kind=openai-moderation
                        tollgate.judge.judges.openai.model=openai/omni-moderation-latest
                        """ : judges;
    }

    private static void appendProvider(
            StringBuilder yaml, String name, String kind, String baseUrl, String keyVariable) {
        yaml.append("  ")
                .append(name)
                .append(":\n    kind: ")
                .append(kind)
                .append("\n    base-url: ")
                .append(baseUrl)
                .append("\n    api-key: ${")
                .append(keyVariable)
                .append("}\n");
    }
}
