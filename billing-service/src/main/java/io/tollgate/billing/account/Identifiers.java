package io.tollgate.billing.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;

/** New ids and secrets. Ids sort by creation time, so that a list by id is a list by age. */
@ApplicationScoped
public class Identifiers {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int BITS_A_CHARACTER = 5;
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;
    private static final int SECRET_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Identifiers(Clock clock) {
        this.clock = clock;
    }

    /** {@code prefix_} and 26 characters: the millisecond, then 80 random bits, in Crockford's base 32. */
    public String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('_');
        long millis = clock.millis();
        for (int position = TIME_CHARACTERS - 1; position >= 0; position--) {
            id.append(ALPHABET[(int) (millis >>> (position * BITS_A_CHARACTER)) & (ALPHABET.length - 1)]);
        }
        for (int position = 0; position < RANDOM_CHARACTERS; position++) {
            id.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return id.toString();
    }

    /** A secret with 256 random bits behind its prefix. */
    Secret secret(String prefix) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
