package io.tollgate.chat.route;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A configured account at a provider of models.
 *
 * @param name the name it has in the routes file, in usage events and in the price book; 1 to 64 letters, digits, {@code . _ -}
 * @param kind the dialect it speaks
 * @param baseUrl absolute http or https URL that paths are appended to; never ends in a slash
 * @param apiKey sent with each call
 */
public record Provider(String name, ProviderKind kind, URI baseUrl, Secret apiKey) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Provider {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a provider name: '" + name + "'");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(apiKey, "apiKey");
    }

    /** A slash is not allowed: it separates provider and model in {@code provider/model}. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
