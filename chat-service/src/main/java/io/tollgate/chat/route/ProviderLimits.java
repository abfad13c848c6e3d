package io.tollgate.chat.route;

import java.util.OptionalInt;

/**
 * How calls to a provider are treated.
 *
 * @param clientGone what becomes of a call whose client has gone
 * @param concurrency how many calls may be under way to one of its models, in this process; empty for no limit of its own
 */
public record ProviderLimits(Timeouts timeouts, ClientGone clientGone, OptionalInt concurrency) {

    public static final ProviderLimits DEFAULT =
            new ProviderLimits(Timeouts.DEFAULT, ClientGone.CANCEL, OptionalInt.empty());
}
