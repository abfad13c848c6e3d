package io.tollgate.chat.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The cache of answers. */
@ConfigMapping(prefix = "tollgate.cache")
public interface CacheConfig {

    /** Which requests may be answered from the cache if their client says nothing. */
    @WithDefault("deterministic")
    Mode mode();

    /** How long an answer may be given again. */
    @WithDefault("10m")
    Duration life();

    /** Longer requests are not looked up, in bytes. */
    @WithDefault("262144")
    int requestSizeMax();

    /** Longer answers are not kept, in bytes. */
    @WithDefault("262144")
    int answerSizeMax();

    /** How long a request waits for the answer to the same request that is under way in this process. */
    @WithDefault("20s")
    Duration patience();

    /** How long a question may be compared with others before its provider is asked after all, its embedding included. */
    @WithDefault("500ms")
    Duration comparisonBudget();

    /** Which requests may be answered from the cache. */
    enum Mode {
        /** None, whatever a client says. */
        OFF,
        /** Those whose client asks for it. */
        ASKED,
        /** Those too that ask for the same answer every time: embeddings, a temperature of 0, or a seed. */
        DETERMINISTIC
    }
}
