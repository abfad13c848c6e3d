package io.tollgate.local.launcher;

import java.util.List;

/**
 * Real providers that the generated routes file knows: a key in the environment switches one on. The names are those of the
 * price book.
 */
enum KnownProvider {
    OPENAI(
            "openai",
            "openai",
            "OPENAI",
            "https://api.openai.com/v1",
            "gpt-4o-mini",
            "gpt-4o",
            "gpt-4.1-mini",
            "gpt-5-mini",
            "gpt-5",
            "text-embedding-3-small",
            "text-embedding-3-large",
            "gpt-4o-mini-tts",
            "whisper-1",
            "gpt-image-1"),
    ANTHROPIC(
            "anthropic",
            "anthropic",
            "ANTHROPIC",
            "https://api.anthropic.com/v1",
            "claude-haiku-4-5",
            "claude-sonnet-4-5",
            "claude-opus-4-5"),
    GOOGLE(
            "google",
            "gemini",
            "GEMINI",
            "https://generativelanguage.googleapis.com/v1beta",
            "gemini-2.5-flash",
            "gemini-2.5-flash-lite",
            "gemini-2.5-pro"),
    MISTRAL("mistral", "openai", "MISTRAL", "https://api.mistral.ai/v1", "mistral-small-latest", "codestral-latest"),
    DEEPSEEK("deepseek", "openai", "DEEPSEEK", "https://api.deepseek.com/v1", "deepseek-chat", "deepseek-reasoner"),
    TOGETHER(
            "together", "openai", "TOGETHER", "https://api.together.xyz/v1", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
    GROQ("groq", "openai", "GROQ", "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile"),
    OPENROUTER("openrouter", "openai", "OPENROUTER", "https://openrouter.ai/api/v1", "openrouter/auto"),
    QWEN("qwen", "openai", "DASHSCOPE", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus", "qwen-max"),
    DOUBAO("doubao", "openai", "ARK", "https://ark.cn-beijing.volces.com/api/v3", "doubao-seed-1-6-250615");

    private final String providerName;
    private final String kind;
    private final String variablePrefix;
    private final String defaultBaseUrl;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> models;

    KnownProvider(String providerName, String kind, String variablePrefix, String defaultBaseUrl, String... models) {
        this.providerName = providerName;
        this.kind = kind;
        this.variablePrefix = variablePrefix;
        this.defaultBaseUrl = defaultBaseUrl;
        this.models = List.of(models);
    }

    String providerName() {
        return providerName;
    }

    /** The dialect it is spoken to in. */
    String kind() {
        return kind;
    }

    /** The variable that holds its key. */
    String keyVariable() {
        return variablePrefix + "_API_KEY";
    }

    /** The variable that replaces its address. */
    String baseUrlVariable() {
        return variablePrefix + "_BASE_URL";
    }

    /** Its address for a routes file, by reference: an address may hold a password. */
    String baseUrlReference(Variables variables) {
        String reference = "${" + baseUrlVariable() + ":" + defaultBaseUrl + "}";
        return variables
                .get(baseUrlVariable())
                .filter(KnownProvider::hasNoPath)
                .map(withoutPath -> reference + (withoutPath.endsWith("/") ? "" : "/") + version())
                .orElse(reference);
    }

    /** The first part of the path, which the providers' own clients add to an address that has none. */
    private String version() {
        return kind.equals("gemini") ? "v1beta" : "v1";
    }

    /** Some providers' own clients want their address like this, and add the version themselves. */
    private static boolean hasNoPath(String url) {
        return url.matches("https?://[^/?#]+/?");
    }

    /** Its usual models; any other is reached as {@code provider/model}. */
    List<String> models() {
        return models;
    }

    boolean isConfigured(Variables variables) {
        return variables.get(keyVariable()).isPresent();
    }
}
