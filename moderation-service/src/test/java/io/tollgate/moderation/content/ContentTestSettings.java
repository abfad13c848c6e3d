package io.tollgate.moderation.content;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A master key, without which no content is stored. */
public final class ContentTestSettings implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("tollgate.content.master-key", "content-0123456789abcdef0123456789abcdef");
    }

    @Override
    public void stop() {
        // Nothing runs here.
    }
}
