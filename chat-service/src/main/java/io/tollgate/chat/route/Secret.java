package io.tollgate.chat.route;

/** A value that is sent to a provider and shown to nobody else: neither logs nor error messages can print it. */
public final class Secret {

    private static final int LENGTH_MAX = 16 * 1024;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @param value visible ASCII, as it must fit in a header; at most 16 KiB
     * @throws IllegalArgumentException otherwise; the message does not contain the value
     */
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the secret is empty");
        }
        if (value.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("the secret is longer than " + LENGTH_MAX + " characters");
        }
        if (!value.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw new IllegalArgumentException("the secret contains a space, a line break or a non-ASCII character");
        }
        return new Secret(value);
    }

    /** The value itself, for the one header it belongs in. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
