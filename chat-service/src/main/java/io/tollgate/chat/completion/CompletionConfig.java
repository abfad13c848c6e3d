package io.tollgate.chat.completion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** Chat completions. */
@ConfigMapping(prefix = "tollgate.completion")
public interface CompletionConfig {

    /** The largest request body, in bytes. */
    @WithDefault("33554432")
    int bodySizeMax();

    /**
     * How long a request's body may take to arrive, to its last byte; then 408. By WebSocket, how long a message in several
     * frames may; then 1008.
     */
    @WithDefault("60s")
    Duration bodyTimeout();

    /**
     * How many bytes of request bodies are held at a time, over all requests; beyond it requests are refused with 503, and
     * WebSockets closed with 1013. A body is held until its answer begins, and takes up to three times its size meanwhile: as it
     * came, as it goes out, and its texts. If not set, a sixth of the heap; in any case as much as one body of the largest size.
     */
    OptionalLong bodyMemoryMax();

    /**
     * How many output tokens a choice may have where the client set no bound. Under a hard budget this is written into the
     * provider call, because only a bounded call can be held in a budget; otherwise it is only the reservation's estimate.
     */
    @WithDefault("4096")
    int outputTokensDefault();

    /** How long a provider may take to count a request's tokens; then they are estimated. */
    @WithDefault("5s")
    Duration countTimeout();

    /** How long the rest of an answer is read for its usage after its client has gone. */
    @WithDefault("60s")
    Duration drainMax();

    /** How many answers may be read on at once for clients that have gone; further ones are cancelled and estimated. */
    @WithDefault("200")
    int drainsMax();
}
