package io.tollgate.chat.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The dialect a provider speaks. In the routes file the names stand in lower case. */
public enum ProviderKind {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    BEDROCK,
    AZURE;

    /** Where the provider answers, as its prices name it. */
    static final String REGION = "region";

    /** Further keys that a provider of this kind may have in the routes file. */
    public Set<String> options() {
        return switch (this) {
            case AZURE -> Set.of(REGION, "api-version");
            case BEDROCK, OPENAI, ANTHROPIC, GEMINI -> Set.of(REGION);
        };
    }

    /** Further keys that a provider of this kind may have in the routes file, whose values are references to secrets. */
    public Set<String> secrets() {
        return this == BEDROCK ? Set.of("access-key-id", "session-token") : Set.of();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ProviderKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(ProviderKind::wireName).collect(Collectors.joining(", "));
    }
}
