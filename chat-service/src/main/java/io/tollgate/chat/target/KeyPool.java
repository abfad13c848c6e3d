package io.tollgate.chat.target;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.Secret;
import java.util.HashMap;
import java.util.Map;

/**
 * A provider's keys, used in turn. One that the provider refused or throttled is left alone for a while, as long as there is
 * another. Times are {@link System#nanoTime()}'s.
 */
final class KeyPool {

    private final Map<Secret, Long> restUntil = new HashMap<>();
    private int turn;

    synchronized Secret next(Provider provider, long now) {
        int count = provider.apiKeys().size();
        if (count == 1) {
            return provider.apiKeys().getFirst();
        }
        for (int i = 0; i < count; i++) {
            Secret key = provider.apiKeys().get(Math.floorMod(turn++, count));
            Long until = restUntil.get(key);
            if (until == null || now - until >= 0) {
                restUntil.remove(key);
                return key;
            }
        }
        return provider.apiKeys().get(Math.floorMod(turn++, count));
    }

    /** @return whether another key can be used meanwhile */
    synchronized boolean rest(Provider provider, Secret key, long until) {
        if (provider.apiKeys().size() == 1) {
            return false;
        }
        // Keys that a newer version of the file no longer has are forgotten.
        restUntil.keySet().retainAll(provider.apiKeys());
        restUntil.put(key, until);
        return restUntil.size() < provider.apiKeys().size();
    }
}
