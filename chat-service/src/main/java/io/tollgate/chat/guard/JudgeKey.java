package io.tollgate.chat.guard;

import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.Caller;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The suite's own key, with which judges are asked. What is asked with it is already being judged: judged again, the judge would be
 * asked about itself for ever.
 */
final class JudgeKey {

    private final @Nullable String secret;
    private final Function<String, AccessDecision> access;
    private volatile @Nullable String keyId;

    /**
     * @param secret none: then no judge can be asked
     * @param access what an {@code Authorization} header is worth
     */
    JudgeKey(Optional<String> secret, Function<String, AccessDecision> access) {
        this.secret = secret.filter(key -> !key.isBlank()).orElse(null);
        this.access = access;
    }

    /** As an {@code Authorization} header; null if there is no key. */
    @Nullable
    String authorization() {
        return secret == null ? null : "Bearer " + secret;
    }

    boolean isOf(Caller caller) {
        String known = keyId;
        if (known == null) {
            String authorization = authorization();
            // Its id stays what it is, so it is looked up until it is known.
            if (authorization == null || !(access.apply(authorization) instanceof AccessDecision.Granted granted)) {
                return false;
            }
            known = granted.caller().keyId();
            keyId = known;
        }
        return known.equals(caller.keyId());
    }
}
