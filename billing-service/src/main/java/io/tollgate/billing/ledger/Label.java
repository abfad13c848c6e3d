package io.tollgate.billing.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How text that a client or a provider chose is stored. Money is never refused for a label: what PostgreSQL could not
 * hold is replaced, and what its index could not hold is shortened.
 */
public final class Label {

    /**
     * The most UTF-8 bytes of a label in the roll-up's primary key. PostgreSQL refuses index entries above 2,704 bytes;
     * six labels of this size leave room for the organization and the thing counted.
     */
    public static final int MOST_KEY_BYTES = 256;

    private static final String MARK = "~";
    private static final int HASH_BYTES = 8;
    private static final int CUT_BYTES = MOST_KEY_BYTES - MARK.length() - 2 * HASH_BYTES;

    private Label() {}

    /** The text with each NUL, which PostgreSQL cannot store, replaced by U+FFFD. */
    static @Nullable String stored(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    /**
     * The text as it stands in the roll-up, at most {@link #MOST_KEY_BYTES} long. Longer text keeps its beginning, up to
     * a whole character, and ends in {@code ~} and 16 hexadecimal digits of its SHA-256: equal texts stay equal,
     * different ones different. The whole text is in the usage row.
     */
    public static String key(String text) {
        String stored = text.replace('\0', '\uFFFD');
        byte[] bytes = stored.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_KEY_BYTES) {
            return stored;
        }
        int end = CUT_BYTES;
        while (isInsideCharacter(bytes[end])) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8)
                + MARK
                + HexFormat.of().formatHex(sha256(bytes), 0, HASH_BYTES);
    }

    private static boolean isInsideCharacter(byte next) {
        return (next & 0b1100_0000) == 0b1000_0000;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
