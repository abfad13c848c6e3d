package io.tollgate.chat.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Calling providers. */
@ConfigMapping(prefix = "tollgate.provider")
public interface ProviderConfig {

    /** How long a connection to a provider may take to open. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a provider may take from the request to the head of its answer. */
    @WithDefault("120s")
    Duration firstByteTimeout();

    /** How long a provider may be silent within its answer. */
    @WithDefault("120s")
    Duration idleTimeout();

    /** How long a call may take as a whole. */
    @WithDefault("10m")
    Duration totalTimeout();

    /** Connections to one provider's host, for each event loop. A stream holds one for as long as it runs. */
    @WithDefault("4096")
    int poolSize();

    /** How many calls may wait for a connection, on each event loop, before further ones fail with 503. */
    @WithDefault("1024")
    int waitQueueSize();

    /** How long an unused connection is kept. */
    @WithDefault("30s")
    Duration keepAlive();

    /** The largest plain answer, in bytes; it is held in memory until its usage is durable. */
    @WithDefault("33554432")
    int answerSizeMax();

    /**
     * How many output tokens a call may have, in dialects that make a bound mandatory, where the client set none. Not more than
     * {@code tollgate.completion.output-tokens-default}: beyond that, a call may cost more than was reserved for it.
     */
    @WithDefault("${tollgate.completion.output-tokens-default:4096}")
    int outputTokensDefault();
}
