package io.tollgate.contracts.content;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals content for the holder of one private key. AES-256-GCM, with a key from X25519 and HKDF-SHA256 between a key pair of the
 * moment and the recipient's. Sealed content is a format byte, the moment's public key as X.509 writes it, a nonce of 12 bytes, the
 * ciphertext and its tag. The key pair of the moment serves a bounded number of contents, then it is forgotten: what this side has
 * sealed before, it cannot read. Safe for use by several threads.
 */
public final class ContentSealer {

    /** Enough that the key agreement costs nothing. A key's contents are counted, and the count is the nonce: none comes twice. */
    static final int CONTENTS_PER_KEY = 1_024;

    private record Moment(SecretKey key, PublicKey publicKey) {}

    /** @param number of the content among those of its moment, from 1 */
    private record Turn(Moment moment, int number) {
        byte[] nonce() {
            return ByteBuffer.allocate(KeyDerivation.NONCE_BYTES)
                    .putInt(KeyDerivation.NONCE_BYTES - Integer.BYTES, number)
                    .array();
        }
    }

    private final UUID keyId;
    private final PublicKey recipient;
    private @Nullable Moment moment;
    private int sealed;

    private ContentSealer(UUID keyId, PublicKey recipient) {
        this.keyId = keyId;
        this.recipient = recipient;
    }

    /**
     * @param keyId what the key is called
     * @param publicKey the recipient's X25519 key as X.509 writes it, Base64
     * @throws IllegalArgumentException if it is no such key
     */
    public static ContentSealer of(UUID keyId, String publicKey) {
        try {
            byte[] encoded = Base64.getDecoder().decode(publicKey);
            PublicKey key = KeyFactory.getInstance(KeyDerivation.CURVE).generatePublic(new X509EncodedKeySpec(encoded));
            return new ContentSealer(keyId, key);
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalArgumentException("content key " + keyId + " is no X25519 key", unusable);
        }
    }

    /** Which key opens what this one seals. */
    public UUID keyId() {
        return keyId;
    }

    /** @param context whose content it is; it must be the same when it is opened, and is not sealed itself */
    public SealedContent seal(byte[] content, byte[] context) {
        try {
            Turn turn = next();
            Moment current = turn.moment();
            byte[] nonce = turn.nonce();
            Cipher cipher = Cipher.getInstance(KeyDerivation.CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, current.key(), new GCMParameterSpec(KeyDerivation.TAG_BITS, nonce));
            cipher.updateAAD(context);
            byte[] ciphertext = cipher.doFinal(content);
            ByteBuffer data = ByteBuffer.allocate(KeyDerivation.HEADER_BYTES + ciphertext.length)
                    .put(KeyDerivation.FORMAT)
                    .put(current.publicKey().getEncoded())
                    .put(nonce)
                    .put(ciphertext);
            return new SealedContent(keyId, Base64.getEncoder().encodeToString(data.array()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("content cannot be sealed with key " + keyId, impossible);
        }
    }

    private synchronized Turn next() throws GeneralSecurityException {
        Moment current = moment;
        if (current == null || sealed >= CONTENTS_PER_KEY) {
            KeyPair pair = KeyPairGenerator.getInstance(KeyDerivation.CURVE).generateKeyPair();
            SecretKey key = KeyDerivation.derive(
                    pair.getPrivate(), recipient, pair.getPublic().getEncoded(), recipient.getEncoded());
            current = new Moment(key, pair.getPublic());
            moment = current;
            sealed = 0;
        }
        sealed++;
        return new Turn(current, sealed);
    }
}
