package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.admission.AdmissionOutcome;
import io.tollgate.chat.admission.AdmissionRequest;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.UsageEvents;
import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.telemetry.AttemptSpan;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a provider: parsed, admitted, examined, and handed to the exchange that relays the answer. Every
 * way out after admission settles the attempt.
 */
final class ChatCompletion {

    private static final Logger LOG = Logger.getLogger(ChatCompletion.class);

    private final CompletionServices services;
    private final Caller caller;
    private final HttpServerResponse response;
    private final UUID requestId;
    private final @Nullable String traceParent;
    private final long received;

    /** @param received {@link System#nanoTime()} when the request's head had arrived */
    ChatCompletion(
            CompletionServices services, Caller caller, HttpServerRequest request, UUID requestId, long received) {
        this.services = services;
        this.caller = caller;
        this.response = request.response();
        this.requestId = requestId;
        this.traceParent = request.getHeader(CloudEventAttributes.TRACE_PARENT_HEADER);
        this.received = received;
    }

    void start(byte[] body) {
        try {
            ChatRequest request = ChatRequestParser.parse(body);
            Optional<Route> route = services.routes().resolve(request.model());
            if (route.isEmpty()) {
                refuse(GatewayFailure.notFound(
                        "model_not_found",
                        "model",
                        "The model '" + request.model()
                                + "' does not exist here. GET /v1/models lists the models of this gateway."));
            } else if (!caller.mayUse(request.model())) {
                refuse(GatewayFailure.forbidden(
                        "model_not_allowed", "model", "This API key may not use the model '" + request.model() + "'."));
            } else {
                admit(request, route.get().targets().getFirst());
            }
        } catch (InvalidRequestException invalid) {
            refuse(invalid.failure());
        } catch (RuntimeException bug) {
            // Thrown into the event loop it would leave the client without an answer.
            LOG.errorf(bug, "A request could not be handled: request %s", requestId);
            refuse(GatewayFailure.internal());
        }
    }

    private void admit(ChatRequest request, Target target) {
        Instant now = services.clock().instant();
        boolean mustBeBounded =
                request.maxOutputTokens().isEmpty() && services.admission().isUnderHardBudget(caller, now);
        int outputBound = request.maxOutputTokens().orElse(services.config().outputTokensDefault());
        UUID attemptId = services.ids().get();
        AttemptSpan span = AttemptSpan.start(
                services.tracer(), attemptId.toString(), target.provider().name(), target.model(), request.stream());
        Usage bound = UsageBounds.bound(request, outputBound);
        Attempt attempt = new Attempt(
                attemptId,
                requestId,
                1,
                caller,
                request.endUser(),
                target.provider().name(),
                request.model(),
                target.model(),
                request.serviceTier(),
                bound,
                now,
                span.traceParent(traceParent));
        AdmissionRequest admission = new AdmissionRequest(
                caller,
                now,
                attemptId,
                services.metering()
                        .costs()
                        .costNano(attempt.provider(), attempt.model(), bound, attempt.serviceTier(), now),
                UsageEvents.orphan(attempt, services.reservationConfig().lease()));
        OptionalInt clamp = mustBeBounded ? OptionalInt.of(outputBound) : OptionalInt.empty();
        Future.<AdmissionOutcome>future(
                        decided -> services.admission().admit(admission).onComplete(decided))
                .onComplete(decided -> {
                    if (decided.failed()) {
                        LOG.errorf(decided.cause(), "Admission failed: request %s", requestId);
                        span.end(Usage.NOT_REPORTED, null, null, "admission_failed");
                        refuse(GatewayFailure.internal());
                        return;
                    }
                    switch (decided.result()) {
                        case AdmissionOutcome.Admitted admitted ->
                            examine(
                                    request,
                                    new Settlement(services, request.shape(), attempt, admitted.hold(), span),
                                    target,
                                    clamp);
                        case AdmissionOutcome.Refused refused -> {
                            span.end(Usage.NOT_REPORTED, null, null, "admission_refused");
                            refuse(refused.failure());
                        }
                    }
                });
    }

    /** From here on the attempt is settled whatever happens: also where something throws. */
    private void examine(ChatRequest request, Settlement settlement, Target target, OptionalInt clamp) {
        Attempt attempt = settlement.attempt();
        Exchange exchange = new Exchange(services, request.shape(), settlement, target, response, received);
        services.metering().started(attempt);
        Future.<GuardDecision>future(decided -> services.guard()
                        .examine(caller, requestId, request.texts(), attempt.traceParent())
                        .onComplete(decided))
                .<Void>compose(decision -> {
                    switch (decision) {
                        case GuardDecision.Pass _ -> exchange.begin(UpstreamBody.of(request, target.model(), clamp));
                        case GuardDecision.Block block -> exchange.refuse(Status.BLOCKED, block.failure());
                    }
                    return Future.succeededFuture();
                })
                .onFailure(failure -> {
                    LOG.errorf(failure, "A request failed before its provider was called: request %s", requestId);
                    exchange.refuse(Status.ERROR, GatewayFailure.internal());
                });
    }

    private void refuse(GatewayFailure failure) {
        ChatMetrics.requests(services.registry(), Integer.toString(failure.status()), false)
                .increment();
        ErrorEnvelope.send(response, failure);
    }
}
