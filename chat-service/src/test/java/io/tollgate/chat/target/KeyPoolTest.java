package io.tollgate.chat.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyPoolTest {

    private static final Secret ONE = Secret.of("one");
    private static final Secret TWO = Secret.of("two");
    private static final Provider BOTH = provider(ONE, TWO);

    private final KeyPool pool = new KeyPool();

    private static Provider provider(Secret... keys) {
        return new Provider(
                "one", ProviderKind.OPENAI, URI.create("https://models.test"), List.of(keys), Map.of(), Map.of());
    }

    private List<Secret> next(int count, long now) {
        return Stream.generate(() -> pool.next(BOTH, now)).limit(count).toList();
    }

    @Test
    void shouldUseKeysInTurn() {
        assertThat(next(4, 0)).containsExactly(ONE, TWO, ONE, TWO);
    }

    @Test
    void shouldLeaveAKeyAloneThatRests() {
        // When
        boolean another = pool.rest(BOTH, ONE, 100);

        // Then
        assertThat(another).isTrue();
        assertThat(next(3, 99)).containsOnly(TWO);
        assertThat(next(4, 100)).contains(ONE);
    }

    @Test
    void shouldSayWhenNoKeyIsLeft() {
        // Given
        pool.rest(BOTH, ONE, 100);

        // When
        boolean another = pool.rest(BOTH, TWO, 100);

        // Then
        assertThat(another).isFalse();
        assertThat(next(1, 0)).hasSize(1);
    }

    @Test
    void shouldNeverRestTheOnlyKey() {
        assertThat(pool.rest(provider(ONE), ONE, 100)).isFalse();
        assertThat(pool.next(provider(ONE), 0)).isEqualTo(ONE);
    }

    @Test
    void shouldForgetKeysThatTheFileNoLongerHas() {
        // Given
        pool.rest(BOTH, ONE, 100);

        // When
        boolean another = pool.rest(provider(TWO, Secret.of("three")), TWO, 100);

        // Then
        assertThat(another).isTrue();
    }
}
