package io.tollgate.chat.access;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.AccessPublished.PreviousSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every key's newest state, by the hash of its secret. Only the topic writes it: a request can neither change a key's
 * state nor keep an old one alive.
 */
public final class AccessView {

    private static final String BEARER = "Bearer ";
    /** Longer than any key: bounds the work that an unauthenticated caller can cause. */
    private static final int HEADER_LENGTH_MAX = 512;

    private static final GatewayFailure MISSING = GatewayFailure.invalidKey(
            "You didn't provide an API key. Send it in the header 'Authorization: Bearer <key>'.");
    private static final GatewayFailure UNKNOWN = GatewayFailure.invalidKey(
            "Incorrect API key provided. Ask your organization's administrator for a key of this gateway.");
    private static final GatewayFailure REVOKED =
            GatewayFailure.invalidKey("This API key was revoked or has expired; create a new one.");
    private static final GatewayFailure NOT_READY =
            GatewayFailure.unavailable("The gateway is still reading its API keys; try again shortly.", 1);

    private final Map<String, AccessPublished> byHash = new ConcurrentHashMap<>();
    private final Map<String, AccessPublished> byKeyId = new ConcurrentHashMap<>();
    private final BooleanSupplier ready;
    private final InstantSource clock;

    /** @param ready whether the view has caught up with its topic: until then an unknown key is our fault, not the caller's */
    public AccessView(BooleanSupplier ready, InstantSource clock) {
        this.ready = ready;
        this.clock = clock;
    }

    /** Takes a newer state of a key; an older one is ignored. Called by one thread, the topic's reader. */
    public void accept(AccessPublished access) {
        AccessPublished known = byKeyId.get(access.keyId());
        if (known != null && known.version() > access.version()) {
            return;
        }
        byKeyId.put(access.keyId(), access);
        Set<String> hashes = hashes(access);
        hashes.forEach(hash -> byHash.put(hash, access));
        if (known != null) {
            hashes(known).stream().filter(hash -> !hashes.contains(hash)).forEach(byHash::remove);
        }
    }

    /** Of every secret that a key may still be used with. */
    private static Set<String> hashes(AccessPublished access) {
        PreviousSecret previous = access.previousSecret();
        return previous == null ? Set.of(access.keySha256()) : Set.of(access.keySha256(), previous.sha256());
    }

    /** @param authorization the request's {@code Authorization} header, null if there is none */
    public AccessDecision decide(@Nullable String authorization) {
        if (authorization == null || authorization.length() > HEADER_LENGTH_MAX) {
            return new AccessDecision.Refused(MISSING);
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new AccessDecision.Refused(MISSING);
        }
        String secret = authorization.substring(BEARER.length()).strip();
        String hash = sha256(secret);
        AccessPublished access = byHash.get(hash);
        if (access == null) {
            return new AccessDecision.Refused(ready.getAsBoolean() ? UNKNOWN : NOT_READY);
        }
        Instant expiresAt = access.expiresAt();
        boolean expired = expiresAt != null && !clock.instant().isBefore(expiresAt);
        if (access.status() == AccessPublished.Status.REVOKED || expired || isReplaced(access, hash)) {
            return new AccessDecision.Refused(REVOKED);
        }
        return new AccessDecision.Granted(new Caller(
                access.keyId(),
                access.organization(),
                access.project(),
                Set.copyOf(access.allowedModels()),
                access.limits(),
                Set.copyOf(access.scopes())));
    }

    /** Whether the secret was rotated away and the overlap is over. */
    private boolean isReplaced(AccessPublished access, String hash) {
        PreviousSecret previous = access.previousSecret();
        return !access.keySha256().equals(hash)
                && (previous == null || !clock.instant().isBefore(previous.acceptedUntil()));
    }

    /** Every organization that has a key: those whose reservations a sweeper has to look after. */
    public Set<String> organizations() {
        return byHash.values().stream().map(AccessPublished::organization).collect(Collectors.toUnmodifiableSet());
    }

    private static String sha256(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
