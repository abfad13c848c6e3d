package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.cache.CacheDirective;
import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.cache.SingleFlight;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.guard.AskedOf;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.provider.Again;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.TargetCall;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the gateway: parsed once, examined once, and asked of one target after the other until one
 * answers. Each attempt is admitted, recorded and settled for itself; only the one whose answer reaches the client is
 * charged. After the first byte of an answer nothing is tried again. Used on one event loop.
 */
final class Passage implements ExchangeOwner {

    private static final Logger LOG = Logger.getLogger(Passage.class);

    private final CompletionServices services;
    private final ClientDialect dialect;
    private final Caller caller;
    private final ClientSink sink;
    private final RequestOrigin origin;
    private final Runnable bodyLetGo;
    /** The exchanges under way: one, or two where one is a hedge. */
    private final List<Exchange> live = new ArrayList<>(2);
    /** Let go when an answer has begun: it holds the body. */
    private @Nullable ClientRequest request;

    /** The body as the client sent it, until the guard has read it. */
    private byte @Nullable [] unexamined;

    /** Null until the first attempt is admitted. */
    private @Nullable GuardedRequest guarded;

    /** Null until it is known which targets can be asked. */
    private @Nullable AttemptPlan plan;
    /** What the last provider that was asked said. */
    private @Nullable GatewayFailure lastFailure;

    private final RequestAccount account = new RequestAccount();
    private String cacheResult = "bypass";
    private boolean hedged;
    private boolean streamed;
    private boolean answered;
    private boolean clientGone;
    private long upstreamNanos;

    /** @param bodyLetGo called when the body is not needed any more, perhaps more than once */
    Passage(
            CompletionServices services,
            ClientDialect dialect,
            Caller caller,
            ClientSink sink,
            RequestOrigin origin,
            Runnable bodyLetGo) {
        this.bodyLetGo = bodyLetGo;
        this.services = services;
        this.dialect = dialect;
        this.caller = caller;
        this.sink = sink;
        this.origin = origin;
    }

    void start(byte[] body, @Nullable String contentType) {
        sink.onGone(this::clientIsGone);
        try {
            ClientRequest parsed = dialect.parse(body, contentType);
            RequestFacts facts = parsed.facts();
            streamed = facts.shape().stream();
            Routing routing = new Routing(services);
            switch (routing.find(services.routes().get(), caller, facts)) {
                case Routing.Outcome.None none -> refuse(none.failure());
                case Routing.Outcome.Found found -> {
                    request = parsed;
                    unexamined = body;
                    hedged = found.route().hedged();
                    AttemptPlan planned =
                            new AttemptPlan(found.targets(), limits(found.route()), routing::availability);
                    plan = planned;
                    CachePlan cached =
                            CachePlanning.plan(services.cache().policy(), caller, origin, parsed, found.route());
                    cacheResult = cached.fingerprint() == null ? "bypass" : "miss";
                    account.cached(cached);
                    takeOff(parsed, planned);
                }
            }
        } catch (InvalidRequestException invalid) {
            refuse(invalid.failure());
        } catch (RuntimeException bug) {
            // Thrown into the event loop it would leave the client without an answer.
            LOG.errorf(bug, "A request could not be handled: request %s", origin.requestId());
            refuse(GatewayFailure.internal());
        }
    }

    private AttemptPlan.Limits limits(Route route) {
        AttemptConfig config = services.attemptConfig();
        return new AttemptPlan.Limits(
                route.attempts().orElse(config.max()),
                config.backOff().toNanos(),
                config.backOffMax().toNanos(),
                origin.received() + config.deadline().toNanos());
    }

    /** Of the same requests at the same time one goes ahead; the others then find its answer, or ask for their own. */
    private void takeOff(ClientRequest asked, AttemptPlan plan) {
        String fingerprint = account.cache().asked();
        if (fingerprint == null) {
            attempt(asked, plan);
            return;
        }
        String flight = caller.organization() + "/" + fingerprint;
        SingleFlight flights = services.cache().flights();
        Optional<Future<Void>> leader = flights.join(flight);
        if (leader.isEmpty()) {
            account.onLanding(() -> flights.land(flight));
            attempt(asked, plan);
            return;
        }
        Context context = services.vertx().getOrCreateContext();
        leader.get()
                .timeout(services.cache().patienceMillis(), TimeUnit.MILLISECONDS)
                .onComplete(over -> context.runOnContext(go -> {
                    if (clientGone) {
                        refuse(GatewayFailure.internal());
                    } else {
                        attempt(asked, plan);
                    }
                }));
    }

    private void attempt(ClientRequest asked, AttemptPlan planned) {
        Target target = planned.next();
        int number = planned.attempts();
        services.targets().enter(target, streamed).onComplete(entered -> {
            if (entered.failed()) {
                notEntered(asked, planned, target, entered.cause());
                return;
            }
            TargetCall place = entered.result();
            Admittance.admit(services, caller, origin, asked.facts(), target, number, account)
                    .onSuccess(outcome -> {
                        RequestAccount.describe(outcome.standings(), sink);
                        switch (outcome) {
                            case Admittance.Outcome.Admitted admitted -> begin(asked, planned, place, admitted);
                            case Admittance.Outcome.Answered cached -> {
                                place.abandoned();
                                planned.withdraw(target);
                                answerAgain(asked, cached);
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
    private void notEntered(ClientRequest asked, AttemptPlan planned, Target target, Throwable cause) {
        planned.withdraw(target);
        GatewayFailure failure =
                cause instanceof Targets.RefusedException refused ? refused.failure() : GatewayFailure.internal();
        if (!answered && live.isEmpty() && !clientGone && planned.pauseNanos(0, System.nanoTime()) == 0) {
            attempt(asked, planned);
        } else {
            refuseUnlessAsked(failure);
        }
    }

    /** What a provider said tells more than that no further one could be asked. */
    private void refuseUnlessAsked(GatewayFailure failure) {
        if (live.isEmpty()) {
            GatewayFailure said = lastFailure;
            refuse(said == null ? failure : said);
        }
    }

    /** What was answered before is still subject to the guard: its rules may have changed, and so may who may ask. */
    private void answerAgain(ClientRequest asked, Admittance.Outcome.Answered cached) {
        cacheResult = "hit";
        account.close(null);
        account.land();
        CachedReply reply =
                new CachedReply(cached.attempt(), cached.answer(), asked.facts().shape());
        examined(asked, cached.attempt())
                .onSuccess(decision -> {
                    switch (decision) {
                        case GuardDecision.Pass _ ->
                            give(reply, guarded(asked.facts(), cached.attempt()).answer(), asked.rendering());
                        case GuardDecision.Block block -> refuse(block.failure());
                    }
                })
                .onFailure(failure -> {
                    LOG.errorf(failure, "An answer could not be given again: request %s", origin.requestId());
                    refuse(GatewayFailure.internal());
                });
    }

    private void give(CachedReply reply, AnswerStage stage, AnswerRendering rendering) {
        describe();
        sink.header(AnswerHeaders.COST, "0");
        reply.give(services, sink, stage, rendering)
                .onSuccess(given -> {
                    switch (given) {
                        case CachedReply.Outcome.Given _ -> {
                            answered = true;
                            letGo();
                            count("200");
                        }
                        case CachedReply.Outcome.Withheld withheld -> refuse(withheld.failure());
                    }
                })
                .onFailure(failure -> {
                    LOG.errorf(failure, "An answer could not be given again: request %s", origin.requestId());
                    refuse(Exchange.notRecorded());
                });
    }

    /** From here on the attempt is settled whatever happens: also where something throws. */
    private void begin(
            ClientRequest asked, AttemptPlan planned, TargetCall place, Admittance.Outcome.Admitted admitted) {
        Settlement settlement = admitted.settlement();
        Exchange exchange =
                new Exchange(services, this, settlement, place, asked.facts().shape(), sink, asked.rendering());
        live.add(exchange);
        services.metering().started(settlement.attempt(), account.grant());
        if (answered) {
            exchange.supersede();
            return;
        }
        examined(asked, settlement.attempt())
                .<Void>compose(decision -> {
                    switch (decision) {
                        case GuardDecision.Pass _ -> send(asked, planned, exchange, admitted);
                        case GuardDecision.Block block -> exchange.refuse(Status.BLOCKED, block.failure());
                    }
                    return Future.succeededFuture();
                })
                .onFailure(failure -> {
                    LOG.errorf(
                            failure, "A request failed before its provider was called: request %s", origin.requestId());
                    exchange.refuse(Status.ERROR, GatewayFailure.internal());
                });
    }

    private void send(
            ClientRequest asked, AttemptPlan planned, Exchange exchange, Admittance.Outcome.Admitted admitted) {
        try {
            exchange.begin(
                    asked.contentType(),
                    asked.upstreamBody(exchange.target(), admitted.outputBound()),
                    planned.deadlineNanos(),
                    guarded(asked.facts(), admitted.settlement().attempt()));
        } catch (UntranslatableRequestException untranslatable) {
            exchange.refuse(untranslatable);
        }
        if (hedged && !exchange.isOver()) {
            exchange.place()
                    .state()
                    .hedgeAfterNanos(streamed)
                    .ifPresent(nanos -> services.vertx()
                            .setTimer(
                                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)),
                                    late -> hedge(exchange, planned)));
        }
    }

    /** The call takes longer than 19 of 20: another target is asked as well, and the first answer is the answer. */
    private void hedge(Exchange slow, AttemptPlan planned) {
        ClientRequest asked = request;
        boolean waits = !answered && !clientGone && !slow.isOver() && live.size() == 1;
        if (asked != null && waits && planned.canHedge(System.nanoTime())) {
            ChatMetrics.hedges(services.registry()).increment();
            attempt(asked, planned);
        }
    }

    private GuardedRequest guarded(RequestFacts facts, Attempt attempt) {
        GuardedRequest known = guarded;
        if (known == null) {
            known = services.guard()
                    .take(
                            caller,
                            new AskedOf(
                                    origin.requestId(),
                                    facts.operation(),
                                    facts.model(),
                                    facts.endUser(),
                                    attempt.traceParent()));
            guarded = known;
        }
        return known;
    }

    /** What passed once passes again: only the first attempt's input is examined. */
    private Future<GuardDecision> examined(ClientRequest asked, Attempt attempt) {
        byte[] body = unexamined;
        unexamined = null;
        if (body == null) {
            return Future.succeededFuture(new GuardDecision.Pass());
        }
        // Should it throw, the future fails: the attempt must be settled.
        return Future.<GuardDecision>future(decided -> guarded(asked.facts(), attempt)
                        .examine(body, asked.facts().texts())
                        .onComplete(decided))
                .onSuccess(decision -> ChatMetrics.admissionDuration(services.registry())
                        .record(System.nanoTime() - origin.received(), TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean mayAnswer(Exchange exchange) {
        if (answered) {
            return false;
        }
        answered = true;
        letGo();
        upstreamNanos += exchange.place().underWayNanos();
        describe();
        for (Exchange other : List.copyOf(live)) {
            if (other != exchange) {
                other.supersede();
            }
        }
        return true;
    }

    @Override
    public void refuseAnswer(GatewayFailure failure) {
        sink.refuse(failure, dialect.error(failure));
    }

    @Override
    public void failed(Exchange exchange, AttemptFailure failure) {
        live.remove(exchange);
        lastFailure = failure.failure();
        AttemptPlan planned = plan;
        long now = System.nanoTime();
        if (planned != null) {
            planned.failed(exchange.target(), failure, now);
        }
        if (answered || !live.isEmpty()) {
            return;
        }
        upstreamNanos += exchange.place().underWayNanos();
        ClientRequest asked = request;
        if (asked == null || planned == null || clientGone || failure.again() == Again.NEVER) {
            refuse(failure.failure());
            return;
        }
        long pauseNanos = planned.pauseNanos(services.random().getAsDouble(), now);
        if (pauseNanos < 0) {
            refuse(failure.failure());
        } else if (pauseNanos == 0) {
            attempt(asked, planned);
        } else {
            services.vertx().setTimer(TimeUnit.NANOSECONDS.toMillis(pauseNanos) + 1, due -> {
                if (clientGone) {
                    refuse(failure.failure());
                } else {
                    attempt(asked, planned);
                }
            });
        }
    }

    @Override
    public void ended(Exchange exchange, String outcome) {
        live.remove(exchange);
        if (!outcome.equals(Exchange.SUPERSEDED)) {
            count(outcome);
            release();
        }
    }

    private void clientIsGone() {
        if (clientGone) {
            return;
        }
        clientGone = true;
        List.copyOf(live).forEach(Exchange::clientGone);
    }

    private void letGo() {
        request = null;
        unexamined = null;
        bodyLetGo.run();
    }

    /** There is no answer, and there will be none. */
    private void refuse(GatewayFailure failure) {
        if (answered) {
            return;
        }
        answered = true;
        letGo();
        count(clientGone ? Exchange.CLIENT_GONE : Integer.toString(failure.status()));
        release();
        describe();
        sink.refuse(failure, dialect.error(failure));
    }

    /** No attempt follows: frees what the last settlement has not. */
    private void release() {
        if (!account.isClosed()) {
            services.metering().release(caller.organization(), account.close(null));
            account.land();
        }
    }

    private void describe() {
        AttemptPlan planned = plan;
        sink.header(CacheDirective.HEADER, cacheResult);
        long overhead = System.nanoTime() - origin.received() - upstreamNanos;
        sink.header(AnswerHeaders.ATTEMPTS, planned == null ? "0" : Integer.toString(planned.attempts()));
        sink.header(AnswerHeaders.OVERHEAD, Long.toString(Math.max(0, TimeUnit.NANOSECONDS.toMillis(overhead))));
        GuardedRequest guard = guarded;
        if (guard != null) {
            guard.describe(sink::header);
        }
    }

    private void count(String outcome) {
        ChatMetrics.cacheResults(services.registry(), cacheResult).increment();
        ChatMetrics.requests(services.registry(), outcome, streamed).increment();
    }
}
