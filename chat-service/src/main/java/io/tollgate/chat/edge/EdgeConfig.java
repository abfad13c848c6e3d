package io.tollgate.chat.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The services behind the edge. */
@ConfigMapping(prefix = "tollgate.edge")
public interface EdgeConfig {

    /** Where billing-service answers {@code /v1/organization/*}. */
    URI billingUrl();

    /** Where moderation-service answers {@code /v1/moderations}. */
    URI moderationUrl();

    /** How long a forwarded request may take. */
    @WithDefault("30s")
    Duration timeout();

    /** The largest body of a forwarded request, in bytes. */
    @WithDefault("4194304")
    int bodySizeMax();
}
