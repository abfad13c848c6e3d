package io.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookSecretsTest {

    private static final String KEY = "an installation's key of more than 32 characters";

    @Test
    void shouldSignWhatAReceiverVerifiesWithTheSecretItWasShown() throws Exception {
        // Given: a receiver that follows standardwebhooks.com
        WebhookSecrets secrets = new WebhookSecrets(new Config(KEY));
        byte[] shown = Base64.getDecoder().decode(secrets.reveal("webhook_1").substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(shown, "HmacSHA256"));
        byte[] expected = mac.doFinal("delivery_1.1700000000.{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        // When
        String signature = secrets.signature("webhook_1", "delivery_1", 1_700_000_000, "{\"a\":1}");

        // Then
        assertThat(signature).isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
        assertThat(shown).hasSize(32);
    }

    @Test
    void shouldGiveEveryWebhookAndInstallationAnotherSecret() {
        // Given
        WebhookSecrets secrets = new WebhookSecrets(new Config(KEY));

        // When
        String secret = secrets.reveal("webhook_1");

        // Then
        assertThat(secret)
                .isEqualTo(new WebhookSecrets(new Config(KEY)).reveal("webhook_1"))
                .isNotEqualTo(secrets.reveal("webhook_2"))
                .isNotEqualTo(new WebhookSecrets(new Config(KEY + "2")).reveal("webhook_1"));
    }

    @Test
    void shouldRefuseAShortKeyWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSecrets(new Config("short")))
                .withMessageContaining("TOLLGATE_WEBHOOK_KEY")
                .withMessageNotContaining("short");
        assertThat(new WebhookSecrets(new Config(" ")).areAvailable()).isFalse();
    }

    @Test
    void shouldTryAgainAfterEachPauseAndThenGiveUp() {
        // Given
        Backoff backoff = new Backoff(List.of(Duration.ofSeconds(10), Duration.ofMinutes(10)));
        SplittableRandom random = new SplittableRandom(1);

        // When
        Optional<Duration> first = backoff.after(1, random);
        Optional<Duration> second = backoff.after(2, random);

        // Then
        assertThat(first.orElseThrow()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        assertThat(second.orElseThrow()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
        assertThat(backoff.after(3, random)).isEmpty();
    }

    private record Config(String key) implements AlertConfig {

        @Override
        public Optional<String> webhookKey() {
            return Optional.of(key);
        }

        @Override
        public boolean webhookPrivateAddresses() {
            return false;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public List<Duration> pauses() {
            return List.of();
        }

        @Override
        public boolean email() {
            return false;
        }
    }
}
