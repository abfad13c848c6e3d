package io.tollgate.moderation.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/** Wraps the organizations' private keys: AES-256-GCM, bound to the organization and the key's id. */
final class MasterKey {

    static final int LENGTH_MIN = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final byte[] PURPOSE = "tollgate content key wrapping v1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(SecretKey key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException if the secret is too short to be one */
    static MasterKey of(String secret) {
        if (secret.length() < LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "the master key for content (TOLLGATE_CONTENT_KEY) needs at least " + LENGTH_MIN + " characters");
        }
        try {
            HKDFParameterSpec parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                    .thenExpand(PURPOSE, KEY_BYTES);
            return new MasterKey(KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the master key cannot be derived", impossible);
        }
    }

    byte[] wrap(byte[] privateKey, String organization, UUID keyId) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] wrapped =
                    cipher(Cipher.ENCRYPT_MODE, nonce, organization, keyId).doFinal(privateKey);
            return ByteBuffer.allocate(NONCE_BYTES + wrapped.length)
                    .put(nonce)
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("content key " + keyId + " cannot be wrapped", impossible);
        }
    }

    /** @throws GeneralSecurityException if it was wrapped with another master key or for somebody else, or was changed */
    byte[] unwrap(byte[] wrapped, String organization, UUID keyId) throws GeneralSecurityException {
        ByteBuffer buffer = ByteBuffer.wrap(wrapped);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return cipher(Cipher.DECRYPT_MODE, nonce, organization, keyId).doFinal(rest);
    }

    private Cipher cipher(int mode, byte[] nonce, String organization, UUID keyId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((organization + "\n" + keyId).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
