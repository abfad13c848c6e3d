package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void shouldNotShowItsValueWhereverItIsPrinted() {
        // Given
        Secret secret = Secret.of("sk-real");

        // When
        String printed = new Provider("one", ProviderKind.OPENAI, URI.create("https://models.test"), secret).toString();

        // Then
        assertThat(printed).doesNotContain("sk-real").contains("(secret)");
        assertThat(secret.reveal()).isEqualTo("sk-real");
    }

    @Test
    void shouldRefuseWhatDoesNotFitAHeaderWithoutRepeatingIt() {
        for (String unfit : new String[] {"", "sk real", "sk-real\r\nx: y", "sk-reäl", "x".repeat(16 * 1024 + 1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Secret.of(unfit))
                    .withMessageStartingWith("the secret ")
                    .withMessageNotContaining("sk");
        }
    }

    @Test
    void shouldBeEqualByValue() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }
}
