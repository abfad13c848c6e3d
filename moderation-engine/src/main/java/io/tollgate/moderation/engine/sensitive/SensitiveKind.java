package io.tollgate.moderation.engine.sensitive;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kind of personal data or secret something is. */
public enum SensitiveKind {
    EMAIL("email", false),
    PHONE("phone", false),
    CARD("card", false),
    IBAN("iban", false),
    RESIDENT_ID("resident-id", false),
    SOCIAL_SECURITY_NUMBER("social-security-number", false),
    PASSPORT("passport", false),
    IP_ADDRESS("ip-address", false),
    API_KEY("api-key", true),
    PASSWORD("password", true),
    PRIVATE_KEY("private-key", true),
    JSON_WEB_TOKEN("json-web-token", true);

    private static final Map<String, SensitiveKind> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(SensitiveKind::wireName, Function.identity()));

    private final String wireName;
    private final boolean secret;

    SensitiveKind(String wireName, boolean secret) {
        this.wireName = wireName;
        this.secret = secret;
    }

    /** As in policies and events, e.g. {@code api-key}. */
    public String wireName() {
        return wireName;
    }

    /** Whether it opens something, rather than saying something about a person. */
    public boolean isSecret() {
        return secret;
    }

    /** @throws IllegalArgumentException if no kind has this name; the message lists those that exist */
    public static SensitiveKind ofWireName(String wireName) {
        SensitiveKind kind = BY_WIRE_NAME.get(wireName);
        if (kind == null) {
            throw new IllegalArgumentException("unknown kind of sensitive data '" + wireName + "', known: "
                    + Stream.of(values()).map(SensitiveKind::wireName).collect(Collectors.joining(", ")));
        }
        return kind;
    }
}
