package io.tollgate.contracts.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealedContentTest {

    private static final UUID KEY_ID = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");
    private static final byte[] CONTENT = "my cat is called Bluebird".getBytes(UTF_8);
    private static final byte[] CONTEXT = "request 1 of org_a".getBytes(UTF_8);

    private final KeyPair pair = pair();
    private final ContentSealer sealer = sealer(pair);
    private final ContentOpener opener = opener(pair);

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ContentSealer sealer(KeyPair pair) {
        return ContentSealer.of(
                KEY_ID, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    }

    private static ContentOpener opener(KeyPair pair) {
        try {
            return ContentOpener.of(
                    KEY_ID, pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void shouldOpenForTheHolderOfThePrivateKey() throws UnreadableContentException {
        // When
        byte[] opened = opener.open(sealer.seal(CONTENT, CONTEXT), CONTEXT);

        // Then
        assertThat(opened).isEqualTo(CONTENT);
    }

    @Test
    void shouldShowNothingOfWhatIsSealed() {
        // When
        String first = sealer.seal(CONTENT, CONTEXT).data();
        String second = sealer.seal(CONTENT, CONTEXT).data();

        // Then
        assertThat(new String(Base64.getDecoder().decode(first), UTF_8)).doesNotContain("Bluebird");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldForgetTheKeyOfTheMomentAfterABoundedNumberOfContents() throws UnreadableContentException {
        // Given
        byte[] first = ephemeral(sealer.seal(CONTENT, CONTEXT));
        for (int i = 1; i < ContentSealer.CONTENTS_PER_KEY; i++) {
            assertThat(ephemeral(sealer.seal(CONTENT, CONTEXT))).isEqualTo(first);
        }

        // When
        SealedContent next = sealer.seal(CONTENT, CONTEXT);

        // Then
        assertThat(ephemeral(next)).isNotEqualTo(first);
        assertThat(opener.open(next, CONTEXT)).isEqualTo(CONTENT);
    }

    private static byte[] ephemeral(SealedContent content) {
        return Arrays.copyOfRange(Base64.getDecoder().decode(content.data()), 1, 1 + KeyDerivation.PUBLIC_KEY_BYTES);
    }

    @Test
    void shouldNotOpenInAnotherContext() {
        // Given
        SealedContent sealed = sealer.seal(CONTENT, CONTEXT);

        // Then
        assertThatThrownBy(() -> opener.open(sealed, "request 1 of org_b".getBytes(UTF_8)))
                .isInstanceOf(UnreadableContentException.class);
    }

    @Test
    void shouldNotOpenWithAnotherKey() {
        // Given
        SealedContent sealed = sealer.seal(CONTENT, CONTEXT);

        // Then
        assertThatThrownBy(() -> opener(pair()).open(sealed, CONTEXT)).isInstanceOf(UnreadableContentException.class);
    }

    @Test
    void shouldNotOpenWhatWasChangedAnywhere() {
        // Given
        byte[] sealed = Base64.getDecoder().decode(sealer.seal(CONTENT, CONTEXT).data());

        for (int i = 0; i < sealed.length; i++) {
            // When
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            SealedContent content =
                    new SealedContent(KEY_ID, Base64.getEncoder().encodeToString(changed));

            // Then
            assertThatThrownBy(() -> opener.open(content, CONTEXT))
                    .as("byte %d", i)
                    .isInstanceOf(UnreadableContentException.class);
        }
    }

    @Test
    void shouldNotOpenWhatIsTooShort() {
        assertThatThrownBy(() -> opener.open(new SealedContent(KEY_ID, "AQ=="), CONTEXT))
                .isInstanceOf(UnreadableContentException.class);
    }

    @Test
    void shouldRefuseWhatIsNoKey() {
        assertThatThrownBy(() -> ContentSealer.of(KEY_ID, "AQ=="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no X25519 key");
    }
}
