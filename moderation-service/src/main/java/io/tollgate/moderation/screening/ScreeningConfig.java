package io.tollgate.moderation.screening;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one call may ask, and where its texts are examined. */
@ConfigMapping(prefix = "tollgate.screening")
public interface ScreeningConfig {

    /** The largest body; a larger one is answered 413. Above 8 MiB, {@code quarkus.http.limits.max-body-size} has to be raised too. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** The most texts in one call. */
    @WithDefault("256")
    int maxInputs();

    /** Calls with more characters than this are examined on a worker thread, so that they hold up no other call. */
    @WithDefault("20000")
    int inlineCharacters();

    /** How many threads examine long texts. */
    @WithDefault("2")
    int workers();

    /** How many calls with long texts may wait for a worker; more are answered 503. */
    @WithDefault("64")
    int workerQueue();
}
