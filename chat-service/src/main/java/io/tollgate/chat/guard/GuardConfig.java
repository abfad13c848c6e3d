package io.tollgate.chat.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The input guard. */
@ConfigMapping(prefix = "tollgate.guard")
public interface GuardConfig {

    /** What happens to a request whose messages are flagged. */
    @WithDefault("block")
    GuardMode inputMode();

    /** Requests with more characters than this are examined on a worker thread, so that they hold up no other request. */
    @WithDefault("20000")
    int inlineCharacters();
}
