package io.tollgate.billing.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How alerts reach those who want to know of them. */
@ConfigMapping(prefix = "tollgate.billing.alert")
public interface AlertConfig {

    /**
     * What the secrets of webhooks are derived from: at least 32 random characters. None: webhooks cannot be created. With
     * another value every webhook has another secret.
     */
    Optional<String> webhookKey();

    /**
     * Whether webhooks may be at private, loopback or link-local addresses, and without TLS. Whoever may create webhooks
     * can then make this service send requests into its own network.
     */
    @WithDefault("false")
    boolean webhookPrivateAddresses();

    /** How long one attempt may take. */
    @WithDefault("10s")
    Duration timeout();

    /** The pauses after failed attempts; when they are used up the delivery has failed. Each is varied by up to a tenth. */
    @WithDefault("5s,1m,5m,30m,2h,6h,12h,24h")
    List<Duration> pauses();

    /** Whether alerts are mailed, through the server that {@code quarkus.mailer} names. */
    @WithDefault("false")
    boolean email();
}
