package io.tollgate.moderation.litellm;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** LiteLLM's guardrail endpoint. */
@ConfigMapping(prefix = "tollgate.litellm")
public interface GuardrailConfig {

    /** The largest body; a larger one is answered 413. No more than {@code tollgate.screening.max-body-size}. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** How long a judge may take over a call. LiteLLM's own call waits as long. */
    @WithDefault("2s")
    Duration patience();
}
