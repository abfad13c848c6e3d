package io.tollgate.moderation.verdict;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records verdicts without making callers depend on the event log: a caller waits for it for a bounded time, a bounded number of
 * verdicts waits for it longer, and every verdict that is late or lost is counted and told to its caller.
 */
public final class VerdictRecorder {

    private static final Logger LOG = Logger.getLogger(VerdictRecorder.class);

    private final VerdictSender sender;
    private final VerdictConfig config;
    private final ModerationMetrics metrics;
    private final Semaphore room;

    VerdictRecorder(VerdictSender sender, VerdictConfig config, ModerationMetrics metrics) {
        this.sender = sender;
        this.config = config;
        this.metrics = metrics;
        this.room = new Semaphore(config.maxPending());
        metrics.verdictRoom(room);
    }

    /** Never fails. */
    public Uni<Recording> record(VerdictReached verdict, @Nullable String traceParent) {
        if (!room.tryAcquire()) {
            metrics.verdictLost();
            return Uni.createFrom().item(Recording.LOST);
        }
        CompletableFuture<Recording> outcome = Uni.createFrom()
                .deferred(() -> sender.send(verdict, traceParent))
                .replaceWith(Recording.RECORDED)
                .onFailure()
                .recoverWithItem(failure -> lost(verdict, failure))
                .eventually(() -> room.release())
                .subscribeAsCompletionStage();
        // A copy: when the caller stops waiting, the verdict goes on.
        return Uni.createFrom()
                .completionStage(outcome.copy())
                .ifNoItem()
                .after(config.recordTimeout())
                .recoverWithItem(this::late);
    }

    private Recording late() {
        metrics.verdictLate();
        return Recording.LATE;
    }

    private Recording lost(VerdictReached verdict, Throwable failure) {
        metrics.verdictLost();
        LOG.warnf(
                "a verdict is lost: verdict %s, cause %s",
                verdict.verdictId(), failure.getClass().getName());
        return Recording.LOST;
    }
}
