package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;

/**
 * What stays the same for everything that is done about one request.
 *
 * @param dialect the client's
 * @param sink where its answer goes
 * @param account what it is counted as
 */
record RequestScope(
        CompletionServices services,
        ClientDialect dialect,
        Caller caller,
        ClientSink sink,
        RequestOrigin origin,
        RequestAccount account) {}
