package io.tollgate.chat.completion;

import io.tollgate.chat.admission.Hold;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.StoredAnswer;
import io.tollgate.chat.telemetry.AttemptSpan;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an admitted attempt has consumed, and making that durable. Used on one event loop. */
final class Settlement {

    private final CompletionServices services;
    private final CallShape shape;
    private final Attempt attempt;
    private final Hold hold;
    private final RequestAccount account;
    private final AnswerCopy copy;
    private final AttemptSpan span;
    private final Context context;

    Settlement(
            CompletionServices services,
            CallShape shape,
            Attempt attempt,
            Hold hold,
            RequestAccount account,
            AttemptSpan span) {
        this.services = services;
        this.shape = shape;
        this.attempt = attempt;
        this.hold = hold;
        this.account = account;
        this.copy = new AnswerCopy(account.cache(), shape.stream());
        this.span = span;
        this.context = services.vertx().getOrCreateContext();
    }

    Attempt attempt() {
        return attempt;
    }

    RequestAccount account() {
        return account;
    }

    /** Takes a part of the answer as it came, for the cache. */
    void copy(Buffer part) {
        copy.add(part);
    }

    /**
     * What the provider reported, or an estimate where it reported nothing.
     *
     * @param outputTokens the estimate's
     */
    AttemptEnd metered(Status status, AnswerFacts facts, long outputTokens) {
        Usage usage = OperationUsage.reported(attempt.operation(), facts).orElse(null);
        if (usage == null) {
            if (status == Status.OK) {
                ChatMetrics.usageMissing(services.registry()).increment();
            }
            AttemptEnd estimate = estimated(status, outputTokens);
            return new AttemptEnd(
                    status, estimate.usage(), estimate.source(), facts.model(), facts.serviceTier(), facts.id());
        }
        return new AttemptEnd(status, usage, UsageSource.PROVIDER, facts.model(), facts.serviceTier(), facts.id());
    }

    /** What the caller is told that it costs, in dollars; null if it has no price. */
    @Nullable
    String cost(AttemptEnd end) {
        return AnswerHeaders.dollars(services.metering().costs().chargedNano(attempt, end));
    }

    /** For a call that the provider has, and may bill, but of which it said nothing. */
    AttemptEnd estimated(Status status, long outputTokens) {
        Usage estimate =
                OperationUsage.estimate(attempt.operation(), shape.bodyLength(), outputTokens, attempt.bound());
        return new AttemptEnd(status, estimate, UsageSource.ESTIMATE, null, null, null);
    }

    /**
     * To be called once.
     *
     * @return completes, on the context that this was created on, when the usage is durable
     */
    Future<Void> settle(AttemptEnd end) {
        String errorType =
                end.status() == Status.OK ? null : end.status().name().toLowerCase(Locale.ROOT);
        span.end(end.usage(), end.responseId(), end.modelBilled(), errorType);
        account.consumed(end.usage());
        // After an attempt that is not charged another one may follow; see Attempts.
        boolean last = end.status().isCharged();
        StoredAnswer answer = end.status() == Status.OK ? copy.complete(attempt, end) : null;
        Closing closing = last ? account.close(answer) : Closing.NONE;
        return durable(() -> services.metering().settle(attempt, hold, end, closing), () -> {
                    if (last) {
                        account.land();
                    }
                })
                .onSuccess(done -> {
                    if (closing.answer() != null) {
                        account.kept();
                    }
                });
    }

    /**
     * Settles the attempt as one that was not needed: an answer given before took its place. To be called once.
     *
     * @param served the attempt as which that answer is recorded
     * @return as {@link #settle}
     */
    Future<Void> settleServed(Attempt served, AttemptEnd end) {
        span.end(Usage.NOT_REPORTED, null, null, null);
        Closing closing = account.close(null);
        return durable(() -> services.metering().settleServed(served, hold, end, closing), account::land);
    }

    /** Should it throw, the future fails: the caller must be told that nothing was recorded. */
    private Future<Void> durable(Supplier<Future<Void>> settling, Runnable over) {
        Promise<Void> settled = Promise.promise();
        Future.<Void>future(done -> settling.get().onComplete(done))
                .onComplete(result -> context.runOnContext(go -> {
                    over.run();
                    settled.handle(result);
                }));
        return settled.future();
    }
}
