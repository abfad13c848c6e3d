package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.provider.Again;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.TargetCall;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target after the other until one answers. Each attempt is admitted, recorded and settled for itself; only the one
 * whose answer reaches the client is charged. After the first byte of an answer nothing is tried again. Used on one event loop.
 */
final class Attempts implements ExchangeOwner {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final RequestScope scope;
    private final CompletionServices services;
    private final RequestInput input;
    private final Reply reply;
    private final CacheStage cache;
    private final AttemptPlan plan;
    private final boolean streamed;
    private final boolean hedged;
    /** The exchanges under way: one, or two where one is a hedge. */
    private final List<Exchange> live = new ArrayList<>(2);
    /** What the last provider that was asked said. */
    private @Nullable GatewayFailure lastFailure;

    /**
     * @param streamed whether the answer is
     * @param hedged whether a second target is asked where the first takes long
     */
    Attempts(
            RequestScope scope,
            RequestInput input,
            Reply reply,
            CacheStage cache,
            AttemptPlan plan,
            boolean streamed,
            boolean hedged) {
        this.scope = scope;
        this.services = scope.services();
        this.input = input;
        this.reply = reply;
        this.cache = cache;
        this.plan = plan;
        this.streamed = streamed;
        this.hedged = hedged;
    }

    /** Makes the first attempt, unless no target is free and the cache has an answer: then none is waited for. */
    void begin(ClientRequest asked) {
        if (scope.account().cache().asked() == null || plan.isNextFree()) {
            attempt(asked);
            return;
        }
        Admittance.lookUp(scope, asked.facts(), plan.peek()).onSuccess(found -> {
            found.ifPresent(outcome -> RequestAccount.describe(outcome.standings(), scope.sink()));
            switch (found.orElse(null)) {
                case null -> attempt(asked);
                case Admittance.Outcome.Answered cached -> cache.answerAgain(asked, cached);
                case Admittance.Outcome.Refused refused -> reply.refuse(refused.failure());
                case Admittance.Outcome.Admitted _ -> throw new IllegalStateException("a look-up holds nothing");
            }
        });
    }

    /** Makes the attempt that the plan has next. */
    private void attempt(ClientRequest asked) {
        Target target = plan.next();
        int number = plan.attempts();
        services.targets().enter(target, streamed).onComplete(entered -> {
            if (entered.failed()) {
                notEntered(asked, target, entered.cause());
                return;
            }
            TargetCall place = entered.result();
            Admittance.admit(services, scope.caller(), scope.origin(), asked.facts(), target, number, scope.account())
                    .onSuccess(outcome -> {
                        RequestAccount.describe(outcome.standings(), scope.sink());
                        switch (outcome) {
                            case Admittance.Outcome.Admitted admitted -> examine(asked, place, admitted);
                            case Admittance.Outcome.Answered cached -> {
                                place.abandoned();
                                plan.withdraw(target);
                                cache.answerAgain(asked, cached);
                            }
                            case Admittance.Outcome.Refused refused -> {
                                place.abandoned();
                                refuseUnlessAsked(refused.failure());
                            }
                        }
                    });
        });
    }

    /** No call was made: that counts neither as an attempt nor as the answer, as long as another target is there. */
    private void notEntered(ClientRequest asked, Target target, Throwable cause) {
        plan.withdraw(target);
        GatewayFailure failure =
                cause instanceof Targets.RefusedException refused ? refused.failure() : GatewayFailure.internal();
        if (!reply.isAnswered()
                && live.isEmpty()
                && !reply.isClientGone()
                && plan.pauseNanos(0, System.nanoTime()) == 0) {
            attempt(asked);
        } else {
            refuseUnlessAsked(failure);
        }
    }

    /** What a provider said tells more than that no further one could be asked. */
    private void refuseUnlessAsked(GatewayFailure failure) {
        if (live.isEmpty()) {
            GatewayFailure said = lastFailure;
            reply.refuse(said == null ? failure : said);
        }
    }

    /** From here on the attempt is settled whatever happens: also where something throws. */
    private void examine(ClientRequest asked, TargetCall place, Admittance.Outcome.Admitted admitted) {
        Settlement settlement = admitted.settlement();
        Attempt attempt = settlement.attempt();
        Exchange exchange =
                new Exchange(services, this, settlement, place, asked.facts().shape(), scope.sink(), asked.rendering());
        live.add(exchange);
        services.metering().started(attempt, scope.account().grant());
        if (reply.isAnswered()) {
            exchange.supersede();
            return;
        }
        input.examined(asked, attempt)
                .<Void>compose(decision -> {
                    switch (decision) {
                        case GuardDecision.Pass _ ->
                            cache.compare(
                                    asked, exchange, () -> notNeeded(exchange), () -> send(asked, exchange, admitted));
                        case GuardDecision.Block block -> exchange.refuse(Status.BLOCKED, block.failure());
                    }
                    return Future.succeededFuture();
                })
                .onFailure(failure -> {
                    LOG.errorf(
                            failure,
                            "A request failed before its provider was called: request %s",
                            scope.origin().requestId());
                    exchange.refuse(Status.ERROR, GatewayFailure.internal());
                });
    }

    /** An answer given before takes the place of an attempt whose provider was not called. */
    private void notNeeded(Exchange exchange) {
        live.remove(exchange);
        plan.withdraw(exchange.target());
    }

    private void send(ClientRequest asked, Exchange exchange, Admittance.Outcome.Admitted admitted) {
        try {
            exchange.begin(
                    asked.contentType(),
                    asked.upstreamBody(exchange.target(), admitted.outputBound()),
                    asked.isOwnDialectOf(exchange.target()) ? scope.origin().present(asked.dialectHeaders()) : null,
                    plan.deadlineNanos(),
                    input.guarded(asked.facts(), admitted.settlement().attempt()));
        } catch (UntranslatableRequestException untranslatable) {
            exchange.refuse(untranslatable);
        }
        if (hedged && !exchange.isOver()) {
            exchange.place()
                    .state()
                    .hedgeAfterNanos(streamed)
                    .ifPresent(nanos -> services.vertx()
                            .setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), late -> hedge(exchange)));
        }
    }

    /** The call takes longer than 19 of 20: another target is asked as well, and the first answer is the answer. */
    private void hedge(Exchange slow) {
        ClientRequest asked = input.request();
        boolean waits = !reply.isAnswered() && !reply.isClientGone() && !slow.isOver() && live.size() == 1;
        if (asked != null && waits && plan.canHedge(System.nanoTime())) {
            ChatMetrics.hedges(services.registry()).increment();
            attempt(asked);
        }
    }

    void clientGone() {
        List.copyOf(live).forEach(Exchange::clientGone);
    }

    /** Nobody asked but this gateway, which waits no longer. */
    void abandon() {
        List.copyOf(live).forEach(Exchange::abandon);
    }

    @Override
    public boolean mayAnswer(Exchange exchange) {
        if (reply.isAnswered()) {
            return false;
        }
        reply.waited(exchange.place().underWayNanos());
        reply.begin();
        for (Exchange other : List.copyOf(live)) {
            if (other != exchange) {
                other.supersede();
            }
        }
        return true;
    }

    @Override
    public void refuseAnswer(GatewayFailure failure) {
        reply.send(failure);
    }

    @Override
    public void failed(Exchange exchange, AttemptFailure failure) {
        live.remove(exchange);
        lastFailure = failure.failure();
        long now = System.nanoTime();
        plan.failed(exchange.target(), failure, now);
        if (reply.isAnswered() || !live.isEmpty()) {
            return;
        }
        reply.waited(exchange.place().underWayNanos());
        ClientRequest asked = input.request();
        if (asked == null || reply.isClientGone() || failure.again() == Again.NEVER) {
            reply.refuse(failure.failure());
            return;
        }
        long pauseNanos = plan.pauseNanos(services.random().getAsDouble(), now);
        if (pauseNanos < 0) {
            reply.refuse(failure.failure());
        } else if (pauseNanos == 0) {
            attempt(asked);
        } else {
            services.vertx().setTimer(TimeUnit.NANOSECONDS.toMillis(pauseNanos) + 1, due -> {
                if (reply.isClientGone()) {
                    reply.refuse(failure.failure());
                } else {
                    attempt(asked);
                }
            });
        }
    }

    @Override
    public void ended(Exchange exchange, String outcome) {
        live.remove(exchange);
        if (!outcome.equals(Exchange.SUPERSEDED)) {
            reply.ended(outcome);
        }
    }
}
