package io.tollgate.contracts.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The key that both sides of a sealed content come to: X25519, then HKDF-SHA256 bound to both public keys. */
final class KeyDerivation {

    static final String CURVE = "X25519";
    static final String CIPHER = "AES/GCM/NoPadding";
    static final int TAG_BITS = 128;
    static final int NONCE_BYTES = 12;
    /** Length of an X25519 key as X.509 writes it. */
    static final int PUBLIC_KEY_BYTES = 44;

    static final byte FORMAT = 1;
    static final int HEADER_BYTES = 1 + PUBLIC_KEY_BYTES + NONCE_BYTES;

    private static final byte[] PURPOSE = "tollgate content v1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;

    private KeyDerivation() {}

    /**
     * @param own the private key of this side
     * @param other the public key of the other side
     * @param ephemeral the sealing side's public key
     * @param recipient the opening side's public key
     */
    static SecretKey derive(PrivateKey own, PublicKey other, byte[] ephemeral, byte[] recipient)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
        agreement.init(own);
        agreement.doPhase(other, true);
        HKDFParameterSpec parameters = HKDFParameterSpec.ofExtract()
                .addIKM(agreement.generateSecret())
                .addSalt(ephemeral)
                .addSalt(recipient)
                .thenExpand(PURPOSE, KEY_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    }
}
