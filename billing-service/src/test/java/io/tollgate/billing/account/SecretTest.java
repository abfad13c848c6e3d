package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private final Identifiers identifiers =
            new Identifiers(Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));

    @Test
    void shouldShowTooLittleOfASecretToUseIt() {
        // Given: a random part that looks like another prefix
        Secret secret = new Secret("sk-tg-x-y-0123456789abcdef0123456789abcdef");

        // When
        String shown = secret.redacted() + " " + secret;

        // Then
        assertThat(shown).isEqualTo("sk-tg-...cdef Secret[redacted]");
        assertThat(new Secret("sk-admin-0123456789").redacted()).isEqualTo("sk-admin-...6789");
    }

    @Test
    void shouldHashTheWholeSecret() {
        assertThat(new Secret("abc").sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-tg-short", "sk-other-0123456789abcdef0123456789abcdef", ""})
    void shouldRefuseAConfiguredSecretThatIsGuessableWithoutRepeatingIt(String value) {
        assertThatThrownBy(() -> Secret.configured("TOLLGATE_DEMO_KEY", value, Secret.PROJECT_PREFIX))
                .hasMessageContaining("TOLLGATE_DEMO_KEY")
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void shouldMakeIdsThatSortByAge() {
        // Given
        Identifiers later = new Identifiers(Clock.fixed(Instant.parse("2026-11-22T10:00:00.001Z"), ZoneOffset.UTC));

        // When
        List<String> ids = IntStream.range(0, 100)
                .mapToObj(index -> identifiers.next("proj"))
                .toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("proj_[0-9a-hjkmnp-tv-z]{26}"));
        assertThat(ids).allMatch(id -> id.compareTo(later.next("proj")) < 0);
    }
}
