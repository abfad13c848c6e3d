package io.tollgate.billing.alert;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of webhooks, and signatures by them as standardwebhooks.com has it. A secret is derived from the installation's
 * key and the webhook's id, so that no secret is stored anywhere.
 */
@ApplicationScoped
class WebhookSecrets {

    static final String PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_CHARACTERS = 32;

    private final Optional<byte[]> key;

    WebhookSecrets(AlertConfig config) {
        key = config.webhookKey()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(WebhookSecrets::checked);
    }

    private static byte[] checked(String text) {
        if (text.length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "TOLLGATE_WEBHOOK_KEY (tollgate.billing.alert.webhook-key) must have at least " + LEAST_CHARACTERS
                            + " random characters");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean areAvailable() {
        return key.isPresent();
    }

    /** What the webhook's owner verifies signatures with. */
    String reveal(String webhook) {
        return PREFIX + Base64.getEncoder().encodeToString(secret(webhook));
    }

    /** The header {@code webhook-signature} of a delivery. */
    String signature(String webhook, String delivery, long timestamp, String body) {
        String signed = delivery + "." + timestamp + "." + body;
        return "v1,"
                + Base64.getEncoder().encodeToString(hmac(secret(webhook), signed.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] secret(String webhook) {
        byte[] installation = key.orElseThrow(() -> new IllegalStateException(
                "TOLLGATE_WEBHOOK_KEY (tollgate.billing.alert.webhook-key) is not set any more; set it again"));
        return hmac(installation, ("webhook:" + webhook).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
