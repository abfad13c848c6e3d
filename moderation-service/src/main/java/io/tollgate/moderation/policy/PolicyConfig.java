package io.tollgate.moderation.policy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Policies and who may change them. */
@ConfigMapping(prefix = "tollgate.policy")
public interface PolicyConfig {

    /** Where billing-service says who an admin key belongs to: scheme, host and port, without a path. */
    URI billingUrl();

    /** How long that may take. */
    @WithDefault("5s")
    Duration billingTimeout();

    /** How long a change may take until it is in force here. */
    @WithDefault("10s")
    Duration changeTimeout();

    /** The largest policy. */
    @WithDefault("1M")
    MemorySize maxSize();

    /** How long a judge may take over the text of a dry run; nobody's request waits for it. */
    @WithDefault("5s")
    Duration dryRunPatience();
}
