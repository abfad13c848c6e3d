package io.tollgate.moderation.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

    private static final UUID KEY = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");
    private static final byte[] SECRET = "a private key".getBytes(UTF_8);

    private final MasterKey master = MasterKey.of("a".repeat(MasterKey.LENGTH_MIN));

    @Test
    void shouldUnwrapWhatItWrapped() throws GeneralSecurityException {
        // When
        byte[] wrapped = master.wrap(SECRET, "org_a", KEY);

        // Then
        assertThat(new String(wrapped, UTF_8)).doesNotContain("private");
        assertThat(master.unwrap(wrapped, "org_a", KEY)).isEqualTo(SECRET);
    }

    @Test
    void shouldNotUnwrapForAnotherOrganizationNorWithAnotherKey() {
        // When
        byte[] wrapped = master.wrap(SECRET, "org_a", KEY);

        // Then
        assertThatThrownBy(() -> master.unwrap(wrapped, "org_b", KEY)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> MasterKey.of("b".repeat(MasterKey.LENGTH_MIN)).unwrap(wrapped, "org_a", KEY))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void shouldRefuseASecretThatCouldBeGuessed() {
        assertThatThrownBy(() -> MasterKey.of("a".repeat(MasterKey.LENGTH_MIN - 1)))
                .hasMessageContaining("needs at least 32 characters");
    }
}
