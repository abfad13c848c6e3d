package io.tollgate.chat.limit;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.RateLimit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as limits see it.
 *
 * @param counters every counter that must have room for it; each name once
 * @param tokens what it is expected to consume; corrected once it is known
 * @param holder what occupies slots: the request, however many attempts it takes
 */
public record LimitedCall(List<LimitCounter> counters, long tokens, String holder) {

    /** Nothing is counted: no limit applies, or the request was counted before. */
    public static final LimitedCall UNCOUNTED = new LimitedCall(List.of(), 0, "");

    public LimitedCall {
        if (tokens < 0) {
            throw new IllegalArgumentException("a call's tokens must not be negative: " + tokens);
        }
        counters = List.copyOf(counters);
    }

    /**
     * Finds the counters of a call. Where two limits count the same, the lower one stands.
     *
     * @param limits as published for the caller's key
     * @param model the name asked for
     * @param endUser null if the request names none: limits of end users do not count it then
     */
    public static LimitedCall of(
            List<RateLimit> limits, Caller caller, String model, @Nullable String endUser, long tokens, String holder) {
        if (limits.isEmpty()) {
            return UNCOUNTED;
        }
        Map<String, LimitCounter> counters = LinkedHashMap.newLinkedHashMap(limits.size());
        for (RateLimit limit : limits) {
            String id = id(limit.scope(), caller, endUser);
            if (id != null && (limit.model() == null || limit.model().equals(model))) {
                String name = name(limit, id);
                counters.merge(
                        name,
                        new LimitCounter(name, limit),
                        (known, other) -> known.rule().limit() <= other.rule().limit() ? known : other);
            }
        }
        return new LimitedCall(new ArrayList<>(counters.values()), tokens, holder);
    }

    /** The same call where it consumes no tokens and occupies nothing: it is a request all the same. */
    public LimitedCall asRequest() {
        return new LimitedCall(
                counters.stream()
                        .filter(counter -> counter.shape().countsRequests())
                        .toList(),
                0,
                holder);
    }

    private static @Nullable String id(RateLimit.Scope scope, Caller caller, @Nullable String endUser) {
        return switch (scope) {
            case KEY -> caller.keyId();
            case PROJECT -> caller.project();
            case ORGANIZATION -> caller.organization();
            // The caller chooses it, so it may be anything and of any length.
            case END_USER -> endUser == null ? null : digest(endUser);
        };
    }

    private static String name(RateLimit limit, String id) {
        String model = limit.model();
        return limit.kind().name() + ":" + limit.scope().name() + ":" + id + (model == null ? "" : ":" + digest(model));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
