package io.tollgate.billing.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An API key's secret while it is in memory. It is shown to its owner once and stored nowhere. */
final class Secret {

    static final String PROJECT_PREFIX = "sk-tg-";
    static final String ADMIN_PREFIX = "sk-admin-";

    private static final int LEAST_RANDOM_CHARACTERS = 32;
    private static final int LONGEST = 200;
    private static final int SHOWN_AT_END = 4;

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException naming the setting, never the value, if it is no acceptable secret */
    static Secret configured(String setting, String value, String prefix) {
        String secret = value.strip();
        if (!secret.startsWith(prefix)
                || secret.length() < prefix.length() + LEAST_RANDOM_CHARACTERS
                || secret.length() > LONGEST) {
            throw new IllegalArgumentException(setting + " must start with '" + prefix + "', followed by at least "
                    + LEAST_RANDOM_CHARACTERS + " random characters, " + LONGEST + " characters in all at most");
        }
        return new Secret(secret);
    }

    /** What the owner gets to see, once. */
    String reveal() {
        return value;
    }

    /** The SHA-256 of the whole secret in lower-case hexadecimal. */
    String sha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Enough to recognise the key in a list, too little to guess it. */
    String redacted() {
        String prefix = value.startsWith(ADMIN_PREFIX) ? ADMIN_PREFIX : PROJECT_PREFIX;
        return prefix + "..." + value.substring(value.length() - SHOWN_AT_END);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
