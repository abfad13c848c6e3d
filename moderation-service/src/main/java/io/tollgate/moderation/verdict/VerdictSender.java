package io.tollgate.moderation.verdict;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import org.jspecify.annotations.Nullable;

/** Brings a verdict to the event log. */
@FunctionalInterface
interface VerdictSender {

    /** @return completes when the log has acknowledged the verdict, fails when it is given up */
    Uni<Void> send(VerdictReached verdict, @Nullable String traceParent);
}
