package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.admission.CountOutcome;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AskedOf;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.limit.RateLimitHeaders;
import io.tollgate.chat.provider.ProviderAsk;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.TargetCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider that would answer a request how many tokens it has, where that provider speaks the client's own dialect. It
 * costs nothing, so nothing is held or recorded; but it is counted as a request, as it gives the guard and the provider work. The
 * provider reads the request, so the guard reads it before. There is always the estimate, so a count takes no place that others
 * wait for. Used once, on one event loop.
 */
final class TokenCount {

    private static final Logger LOG = Logger.getLogger(TokenCount.class);
    private static final int SIZE_MAX = 64 * 1024;

    private final CompletionServices services;
    private final Caller caller;
    private final RequestOrigin origin;
    private @Nullable HttpClientRequest sent;
    private boolean over;

    TokenCount(CompletionServices services, Caller caller, RequestOrigin origin) {
        this.services = services;
        this.caller = caller;
        this.origin = origin;
    }

    /** @return never fails */
    Future<TokenCountOutcome> ask(ClientDialect dialect, byte[] body) {
        ClientRequest asked = parsed(dialect, body);
        return counted(asked)
                .<TokenCountOutcome>compose(outcome -> {
                    Map<String, String> headers = RateLimitHeaders.of(outcome.standings());
                    return switch (outcome) {
                        case CountOutcome.Refused refused ->
                            Future.succeededFuture(new TokenCountOutcome.Refused(refused.failure(), headers));
                        case CountOutcome.Counted _ ->
                            asked(asked, body).map(answer -> new TokenCountOutcome.Counted(answer, headers));
                    };
                })
                .otherwise(bug -> {
                    LOG.errorf(bug, "Tokens could not be counted: request %s", origin.requestId());
                    return new TokenCountOutcome.Refused(GatewayFailure.internal(), Map.of());
                });
    }

    /** @return null if no provider could be asked it */
    private static @Nullable ClientRequest parsed(ClientDialect dialect, byte[] body) {
        try {
            return dialect.parse(body, "application/json");
        } catch (InvalidRequestException uncountable) {
            LOG.debugf("Tokens are not asked for: %s", uncountable.getMessage());
            return null;
        }
    }

    /** What names no model is counted in the limits that are of none. */
    private Future<CountOutcome> counted(@Nullable ClientRequest asked) {
        LimitedCall call = LimitedCall.of(
                caller.limits(),
                caller,
                asked == null ? "" : asked.facts().model(),
                asked == null ? null : asked.facts().endUser(),
                0,
                origin.requestId().toString());
        return services.admission().count(caller.organization(), origin.requestId(), call);
    }

    private Future<Optional<Buffer>> asked(@Nullable ClientRequest asked, byte[] body) {
        if (asked == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Routing routing = new Routing(services);
        return switch (routing.find(services.routes().get(), caller, asked.facts())) {
            case Routing.Outcome.None _ -> Future.succeededFuture(Optional.empty());
            case Routing.Outcome.Found found -> {
                AttemptPlan plan = new AttemptPlan(
                        found.targets(), routing.limits(found.route(), origin.received()), routing::availability);
                Target target = plan.peek();
                // The guard may ask a judge, which costs: only where the provider can be asked afterwards.
                yield asked.isOwnDialectOf(target) && services.targets().isIdle(target)
                        ? orNothing(() -> examined(asked, body, target))
                        : Future.succeededFuture(Optional.empty());
            }
        };
    }

    private Future<Optional<Buffer>> orNothing(Supplier<Future<Optional<Buffer>>> counting) {
        Context context = services.vertx().getOrCreateContext();
        Promise<Optional<Buffer>> known = Promise.promise();
        // Should it throw, the future fails: there is always the estimate.
        Future.<Optional<Buffer>>future(counted -> counting.get().onComplete(counted))
                .timeout(services.config().countTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(result -> context.runOnContext(go -> {
                    over = true;
                    if (result.failed()) {
                        cancel();
                        LOG.debugf("A provider did not count tokens: %s", result.cause());
                    }
                    known.complete(result.succeeded() ? result.result() : Optional.empty());
                }));
        return known.future();
    }

    private void cancel() {
        HttpClientRequest request = sent;
        if (request != null) {
            request.reset();
        }
    }

    /** What the guard refuses no provider sees. */
    private Future<Optional<Buffer>> examined(ClientRequest asked, byte[] body, Target target) {
        RequestFacts facts = asked.facts();
        GuardedRequest guard = services.guard()
                .take(caller, new AskedOf(origin.requestId(), facts.operation(), facts.model(), facts.endUser(), null));
        return guard.examine(body, facts.texts()).compose(decision -> switch (decision) {
            case GuardDecision.Pass _ -> entered(asked, guard, target).onComplete(done -> guard.over());
            case GuardDecision.Block _ -> Future.succeededFuture(Optional.empty());
        });
    }

    /** Whatever comes of it says nothing about how the target answers messages. */
    private Future<Optional<Buffer>> entered(ClientRequest asked, GuardedRequest guard, Target target) {
        Optional<TargetCall> entered = services.targets().enterIdle(target);
        if (entered.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        TargetCall place = entered.get();
        return Future.<Optional<Buffer>>future(
                        counted -> send(asked, guard, place).onComplete(counted))
                // Also where sending throws: a place that is not left is lost until this process ends.
                .onComplete(done -> place.abandoned());
    }

    private Future<Optional<Buffer>> send(ClientRequest asked, GuardedRequest guard, TargetCall place) {
        Buffer body;
        try {
            body = asked.upstreamBody(place.target(), OptionalInt.empty());
        } catch (UntranslatableRequestException untranslatable) {
            return Future.failedFuture(untranslatable);
        }
        ProviderAsk ask = new ProviderAsk(
                place.target(),
                place.apiKey(),
                asked.facts().operation(),
                false,
                asked.contentType(),
                guard.upstream(body),
                origin.present(asked.dialectHeaders()));
        return services.provider()
                .countTokens(ask, services.ids().get(), this::mayBeSent)
                .compose(TokenCount::read);
    }

    private boolean mayBeSent(HttpClientRequest connected) {
        if (over) {
            return false;
        }
        sent = connected;
        return true;
    }

    private static Future<Optional<Buffer>> read(ProviderCall call) {
        Promise<Optional<Buffer>> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        call.response().handler(piece -> {
            if (body.length() + piece.length() > SIZE_MAX) {
                whole.tryFail("the answer is too long for a count");
                call.cancel();
            } else {
                body.appendBuffer(piece);
            }
        });
        call.response().exceptionHandler(whole::tryFail);
        call.response().endHandler(end -> whole.tryComplete(call.isSuccess() ? count(body) : Optional.empty()));
        call.response().resume();
        return whole.future();
    }

    private static Optional<Buffer> count(Buffer answer) {
        try {
            JsonObject count = answer.toJsonObject();
            return count.getValue("input_tokens") instanceof Number ? Optional.of(answer) : Optional.empty();
        } catch (DecodeException notJson) {
            return Optional.empty();
        }
    }
}
