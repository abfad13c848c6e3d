package io.tollgate.chat.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The services behind the edge. */
@ConfigMapping(prefix = "tollgate.edge")
public interface EdgeConfig {

    /** Where billing-service answers {@code /v1/organization/*}: scheme, host and port, without a path. */
    URI billingUrl();

    /** Where moderation-service answers {@code /v1/moderations}: scheme, host and port, without a path. */
    URI moderationUrl();

    /** How long a forwarded request may take, to the last byte of its answer. */
    @WithDefault("30s")
    Duration timeout();

    /** The largest body of a forwarded request, in bytes. */
    @WithDefault("4194304")
    int bodySizeMax();

    /** How long such a body may take to arrive, to its last byte; then 408. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** The largest answer of a forwarded request, in bytes; it is held in memory until it is whole. */
    @WithDefault("16777216")
    int answerSizeMax();

    /** Connections to each service. */
    @WithDefault("64")
    int poolSize();

    /** How many requests may wait for a connection to a service before further ones fail with 503. */
    @WithDefault("256")
    int waitQueueSize();
}
