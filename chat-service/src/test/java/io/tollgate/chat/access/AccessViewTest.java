package io.tollgate.chat.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.MutableClock;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.AccessPublished.Status;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessViewTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECRET = "sk-tg-0123456789abcdef0123456789abcdef";

    private final MutableClock clock = new MutableClock(NOW);
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AccessView view = new AccessView(ready::get, clock);

    private static AccessPublished key(long version, String secret, Status status, @Nullable Instant expiresAt) {
        return new AccessPublished(
                version,
                "key_1",
                BillingDouble.sha256(secret),
                status,
                "org_1",
                "proj_1",
                List.of("small"),
                expiresAt,
                List.of(),
                List.of());
    }

    private GatewayFailure refusal(@Nullable String header) {
        AccessDecision decision = view.decide(header);
        assertThat(decision).isInstanceOf(AccessDecision.Refused.class);
        return ((AccessDecision.Refused) decision).failure();
    }

    private boolean isGranted(String secret) {
        return view.decide("Bearer " + secret) instanceof AccessDecision.Granted;
    }

    @Test
    void shouldGrantWhatTheKeySays() {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // When
        AccessDecision decision = view.decide("Bearer " + SECRET);

        // Then
        assertThat(decision)
                .isEqualTo(new AccessDecision.Granted(new Caller("key_1", "org_1", "proj_1", Set.of("small"))));
        assertThat(view.organizations()).containsExactly("org_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer  ", "Bearer \t"})
    void shouldTakeTheSchemeInAnyCaseAndIgnoreSpaceAroundTheKey(String scheme) {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // When
        AccessDecision decision = view.decide(scheme + SECRET + " ");

        // Then
        assertThat(decision).isInstanceOf(AccessDecision.Granted.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", SECRET, "Basic " + SECRET, "Token " + SECRET})
    void shouldAskForAKeyWhereNoneIsGiven(@Nullable String header) {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // When
        GatewayFailure failure = refusal(header);

        // Then
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.code()).isEqualTo("invalid_api_key");
        assertThat(failure.message()).contains("didn't provide an API key");
    }

    @Test
    void shouldNotHashAHeaderOfAbsurdLength() {
        // Given
        String secret = "s".repeat(600);
        view.accept(key(1, secret, Status.ACTIVE, null));

        // When / Then
        assertThat(refusal("Bearer " + secret).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer sk-tg-other", "Bearer " + SECRET + "x", "Bearer sk tg"})
    void shouldRefuseAnUnknownKeyWithoutRepeatingIt(String header) {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // When
        GatewayFailure failure = refusal(header);

        // Then
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.message()).startsWith("Incorrect API key").doesNotContain("sk-tg");
    }

    @Test
    void shouldBlameItselfForAnUnknownKeyWhileItIsStillReading() {
        // Given
        ready.set(false);

        // When
        GatewayFailure failure = refusal("Bearer " + SECRET);

        // Then
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.retryAfterSeconds()).hasValue(1);
    }

    @Test
    void shouldRefuseARevokedKeyWhateverComesLateOfItsPast() {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));
        view.accept(key(3, SECRET, Status.REVOKED, null));

        // When
        view.accept(key(2, SECRET, Status.ACTIVE, null));

        // Then
        assertThat(refusal("Bearer " + SECRET).message()).contains("revoked");
    }

    @Test
    void shouldForgetTheOldSecretOfAKeyThatGotANewOne() {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // When
        view.accept(key(2, "sk-tg-new", Status.ACTIVE, null));
        view.accept(key(1, SECRET, Status.ACTIVE, null));

        // Then
        assertThat(isGranted("sk-tg-new")).isTrue();
        assertThat(isGranted(SECRET)).isFalse();
    }

    @Test
    void shouldPermitTheOperationsOfAKeysScopesOnlyAndAllWhereItHasNone() {
        // Given
        view.accept(new AccessPublished(
                1,
                "key_1",
                BillingDouble.sha256(SECRET),
                Status.ACTIVE,
                "org_1",
                "proj_1",
                List.of(),
                null,
                List.of(),
                List.of("embedding", "image_generation")));

        // When
        AccessDecision decision = view.decide("Bearer " + SECRET);

        // Then
        Caller caller = ((AccessDecision.Granted) decision).caller();
        assertThat(List.of(Operation.values()))
                .filteredOn(caller::mayDo)
                .containsExactly(Operation.EMBEDDING, Operation.IMAGE_GENERATION);
        assertThat(List.of(Operation.values())).allMatch(new Caller("k", "o", "p", Set.of())::mayDo);
    }

    @Test
    void shouldAcceptBothSecretsOfARotatedKeyUntilTheOverlapIsOver() {
        // Given
        Instant until = clock.instant().plusSeconds(60);
        view.accept(key(1, SECRET, Status.ACTIVE, null));
        view.accept(rotated(2, "sk-tg-new", SECRET, until));
        assertThat(isGranted("sk-tg-new") && isGranted(SECRET)).isTrue();

        // When
        clock.advance(Duration.ofSeconds(60));

        // Then
        assertThat(isGranted("sk-tg-new")).isTrue();
        assertThat(isGranted(SECRET)).isFalse();
    }

    @Test
    void shouldRefuseBothSecretsOfARotatedKeyThatIsRevoked() {
        // Given
        Instant until = clock.instant().plusSeconds(60);
        view.accept(rotated(2, "sk-tg-new", SECRET, until));

        // When
        view.accept(key(3, "sk-tg-new", Status.REVOKED, null));

        // Then
        assertThat(isGranted("sk-tg-new")).isFalse();
        assertThat(isGranted(SECRET)).isFalse();
    }

    private static AccessPublished rotated(long version, String secret, String previous, Instant until) {
        return new AccessPublished(
                version,
                "key_1",
                BillingDouble.sha256(secret),
                Status.ACTIVE,
                "org_1",
                "proj_1",
                List.of("small"),
                null,
                List.of(),
                List.of(),
                new AccessPublished.PreviousSecret(BillingDouble.sha256(previous), until));
    }

    @Test
    void shouldAcceptAKeyUntilTheInstantItExpires() {
        // Given
        view.accept(key(1, SECRET, Status.ACTIVE, NOW.plusSeconds(1)));

        // When / Then
        assertThat(isGranted(SECRET)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(refusal("Bearer " + SECRET).message()).contains("expired");
    }
}
