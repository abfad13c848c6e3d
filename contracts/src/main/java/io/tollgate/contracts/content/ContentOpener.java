package io.tollgate.contracts.content;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Opens what a {@link ContentSealer} has sealed for one private key. Safe for use by several threads. */
public final class ContentOpener {

    private final UUID keyId;
    private final PrivateKey own;
    private final byte[] ownPublic;

    private ContentOpener(UUID keyId, PrivateKey own, byte[] ownPublic) {
        this.keyId = keyId;
        this.own = own;
        this.ownPublic = ownPublic;
    }

    /**
     * @param privateKey X25519, as PKCS#8 writes it
     * @param publicKey the same pair's, as X.509 writes it
     * @throws GeneralSecurityException if it is no such key
     */
    public static ContentOpener of(UUID keyId, byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
        PrivateKey own =
                KeyFactory.getInstance(KeyDerivation.CURVE).generatePrivate(new PKCS8EncodedKeySpec(privateKey));
        return new ContentOpener(keyId, own, publicKey.clone());
    }

    /**
     * @param context as it was given to the sealer
     * @throws UnreadableContentException if it was sealed for another key or in another context, or was changed
     */
    public byte[] open(SealedContent content, byte[] context) throws UnreadableContentException {
        if (!content.keyId().equals(keyId)) {
            throw new UnreadableContentException(
                    "it is sealed for key " + content.keyId() + ", not for " + keyId, null);
        }
        try {
            ByteBuffer data = ByteBuffer.wrap(Base64.getDecoder().decode(content.data()));
            if (data.remaining() < KeyDerivation.HEADER_BYTES || data.get() != KeyDerivation.FORMAT) {
                throw new UnreadableContentException("its format is not known", null);
            }
            byte[] ephemeral = new byte[KeyDerivation.PUBLIC_KEY_BYTES];
            byte[] nonce = new byte[KeyDerivation.NONCE_BYTES];
            data.get(ephemeral).get(nonce);
            byte[] ciphertext = new byte[data.remaining()];
            data.get(ciphertext);
            PublicKey other =
                    KeyFactory.getInstance(KeyDerivation.CURVE).generatePublic(new X509EncodedKeySpec(ephemeral));
            SecretKey key = KeyDerivation.derive(own, other, ephemeral, ownPublic);
            Cipher cipher = Cipher.getInstance(KeyDerivation.CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(KeyDerivation.TAG_BITS, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(ciphertext);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new UnreadableContentException("it was changed, or belongs to something else", unreadable);
        }
    }
}
