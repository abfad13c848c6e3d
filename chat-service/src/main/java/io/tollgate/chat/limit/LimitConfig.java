package io.tollgate.chat.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Rate limits. */
@ConfigMapping(prefix = "tollgate.limit")
public interface LimitConfig {

    /**
     * How many replicas of this service run. While Redis is away each of them admits this part of every limit; more replicas
     * than this exceed limits by as much as they are more.
     */
    @WithDefault("1")
    int replicas();
}
