package io.tollgate.chat.completion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Attempts: how often and how fast a request that found no answer is asked again. */
@ConfigMapping(prefix = "tollgate.attempt")
public interface AttemptConfig {

    /** The most attempts of one request, over retries, fallbacks and hedges together. A route may say otherwise. */
    @WithDefault("3")
    int max();

    /** The longest pause before the first retry of a target that just failed; it doubles with each. The pause is random. */
    @WithDefault("200ms")
    Duration backOff();

    /** The longest pause before any retry. A target that asks for a longer one is not asked again for this request. */
    @WithDefault("5s")
    Duration backOffMax();

    /** How long a request may take as a whole, over all of its attempts. */
    @WithDefault("10m")
    Duration deadline();
}
