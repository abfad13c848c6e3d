package io.tollgate.chat.route;

import java.util.Locale;

/**
 * What becomes of a provider's call whose client has gone. It is metered in each case. In the routes file the names stand in
 * lower case.
 */
public enum ClientGone {
    /**
     * For providers that bill only what was generated until the call was cancelled: a stream is cancelled and estimated by
     * what had come. A plain call, of which nothing would be known, is heard out.
     */
    CANCEL,
    /** For providers that bill the whole answer anyway: the rest is read, within limits, for the usage at its end. */
    DRAIN,
    /** Given up at once and estimated by what had come. */
    ESTIMATE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
