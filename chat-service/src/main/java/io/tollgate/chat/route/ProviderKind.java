package io.tollgate.chat.route;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The dialect a provider speaks. In the routes file the names stand in lower case. */
public enum ProviderKind {
    OPENAI(Set.of(), Set.of()),
    ANTHROPIC(Set.of(), Set.of()),
    GEMINI(Set.of(), Set.of()),
    BEDROCK(Set.of("region"), Set.of("access-key-id", "session-token")),
    AZURE(Set.of("api-version"), Set.of());

    /** The dialects this version can speak; the others are known so that the refusal can say so. */
    private static final Set<ProviderKind> SUPPORTED = EnumSet.of(OPENAI);

    private final Set<String> options;
    private final Set<String> secrets;

    ProviderKind(Set<String> options, Set<String> secrets) {
        this.options = options;
        this.secrets = secrets;
    }

    /** Further keys that a provider of this kind may have in the routes file. */
    public Set<String> options() {
        return options;
    }

    /** Further keys that a provider of this kind may have in the routes file, whose values are references to secrets. */
    public Set<String> secrets() {
        return secrets;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isSupported() {
        return SUPPORTED.contains(this);
    }

    static Optional<ProviderKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }

    static String known() {
        return names(EnumSet.allOf(ProviderKind.class));
    }

    static String supported() {
        return names(SUPPORTED);
    }

    private static String names(Set<ProviderKind> kinds) {
        return kinds.stream().map(ProviderKind::wireName).collect(Collectors.joining(", "));
    }
}
