package io.tollgate.chat.completion;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.admission.AdmissionOutcome;
import io.tollgate.chat.admission.AdmissionRequest;
import io.tollgate.chat.admission.BudgetSubject;
import io.tollgate.chat.cache.CachedAnswer;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.UsageEvents;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.telemetry.AttemptSpan;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes an attempt: its id, its span, and its reservation. */
final class Admittance {

    private static final Logger LOG = Logger.getLogger(Admittance.class);

    /** What came of it. */
    sealed interface Outcome {
        /**
         * @param outputBound what to bound each choice to where the client did not; empty where it did or nothing needs it
         */
        record Admitted(Settlement settlement, OptionalInt outputBound, List<LimitStanding> standings)
                implements Outcome {}

        /** The same request was answered before. */
        record Answered(Attempt attempt, CachedAnswer answer, List<LimitStanding> standings) implements Outcome {}

        record Refused(GatewayFailure failure, List<LimitStanding> standings) implements Outcome {}

        /** Where the limits stand that counted the attempt or refused it; empty if none did. */
        List<LimitStanding> standings();
    }

    /**
     * An attempt before it is admitted.
     *
     * @param outputBound as in {@link Outcome.Admitted}
     */
    private record Prepared(Attempt attempt, AttemptSpan span, AdmissionRequest asks, OptionalInt outputBound) {}

    private Admittance() {}

    /**
     * @param number 1 for the request's first attempt
     * @param account what the request is counted as; the first attempt is counted, and looked up in the cache
     * @return never fails
     */
    static Future<Outcome> admit(
            CompletionServices services,
            Caller caller,
            RequestOrigin origin,
            RequestFacts facts,
            Target target,
            int number,
            RequestAccount account) {
        Prepared prepared = prepared(services, caller, origin, facts, target, number, account);
        AttemptSpan span = prepared.span();
        return Future.<AdmissionOutcome>future(
                        decided -> services.admission().admit(prepared.asks()).onComplete(decided))
                .<Outcome>map(outcome -> switch (outcome) {
                    case AdmissionOutcome.Admitted admitted -> {
                        if (number == 1) {
                            account.granted(admitted.grant());
                        }
                        yield new Outcome.Admitted(
                                new Settlement(
                                        services, facts.shape(), prepared.attempt(), admitted.hold(), account, span),
                                prepared.outputBound(),
                                admitted.standings());
                    }
                    case AdmissionOutcome.Answered answered -> answered(prepared, answered);
                    case AdmissionOutcome.Refused refused -> refused(prepared, refused);
                })
                .otherwise(failure -> {
                    LOG.errorf(failure, "Admission failed: request %s", origin.requestId());
                    span.end(Usage.NOT_REPORTED, null, null, "admission_failed");
                    return new Outcome.Refused(GatewayFailure.internal(), List.of());
                });
    }

    /**
     * Looks a request up in the cache where no target can be asked now.
     *
     * @return {@link Outcome.Answered}, {@link Outcome.Refused} where a limit refuses the request, or empty; never fails
     */
    static Future<Optional<Outcome>> lookUp(RequestScope scope, RequestFacts facts, Target target) {
        CompletionServices services = scope.services();
        Prepared prepared = prepared(services, scope.caller(), scope.origin(), facts, target, 1, scope.account());
        return Future.<Optional<AdmissionOutcome>>future(
                        found -> services.admission().lookUp(prepared.asks()).onComplete(found))
                // A span that is never ended is never seen: nothing was attempted.
                .map(found -> found.<Outcome>map(outcome -> switch (outcome) {
                    case AdmissionOutcome.Answered answered -> answered(prepared, answered);
                    case AdmissionOutcome.Refused refused -> refused(prepared, refused);
                    case AdmissionOutcome.Admitted _ -> throw new IllegalStateException("a look-up holds nothing");
                }))
                .otherwise(failure -> {
                    LOG.errorf(
                            failure,
                            "A look-up in the cache failed: request %s",
                            scope.origin().requestId());
                    return Optional.empty();
                });
    }

    private static Outcome answered(Prepared prepared, AdmissionOutcome.Answered answered) {
        prepared.span().end(Usage.NOT_REPORTED, null, null, null);
        return CachedAnswer.ofBytes(answered.answer())
                .<Outcome>map(answer -> new Outcome.Answered(prepared.attempt(), answer, answered.standings()))
                .orElseThrow(() -> new IllegalStateException("an answer in the cache cannot be read"));
    }

    private static Outcome refused(Prepared prepared, AdmissionOutcome.Refused refused) {
        prepared.span().end(Usage.NOT_REPORTED, null, null, "admission_refused");
        return new Outcome.Refused(refused.failure(), refused.standings());
    }

    private static Prepared prepared(
            CompletionServices services,
            Caller caller,
            RequestOrigin origin,
            RequestFacts facts,
            Target target,
            int number,
            RequestAccount account) {
        Instant now = services.clock().instant();
        BudgetSubject subject = new BudgetSubject(caller, facts.model(), facts.endUser(), facts.tags());
        boolean mustBeBounded = facts.maxOutputTokens().isEmpty()
                && facts.generatesTokens()
                && services.admission().isUnderHardBudget(subject, now);
        int outputBound = facts.maxOutputTokens().orElse(services.config().outputTokensDefault());
        UUID attemptId = services.ids().get();
        AttemptSpan span = AttemptSpan.start(
                services.tracer(),
                attemptId.toString(),
                target.provider().name(),
                target.model(),
                facts.shape().stream());
        Usage bound = priced(services, facts, outputBound, target, now);
        Attempt attempt = new Attempt(
                attemptId,
                origin.requestId(),
                number,
                caller,
                facts.endUser(),
                target.provider().name(),
                facts.model(),
                target.model(),
                facts.serviceTier(),
                bound,
                now,
                span.traceParent(origin.header(CloudEventAttributes.TRACE_PARENT_HEADER)),
                facts.operation(),
                facts.tags(),
                target.provider().region().orElse(null));
        AdmissionRequest admission = new AdmissionRequest(
                subject,
                now,
                attemptId,
                services.metering()
                        .costs()
                        .boundNano(
                                attempt.provider(),
                                attempt.model(),
                                bound,
                                attempt.serviceTier(),
                                now,
                                attempt.region()),
                UsageEvents.orphan(attempt, services.reservationConfig().lease()),
                number > 1 || !account.isCounted() ? LimitedCall.UNCOUNTED : limited(attempt, facts),
                number > 1 ? null : account.cache().asked());
        return new Prepared(
                attempt, span, admission, mustBeBounded ? OptionalInt.of(outputBound) : OptionalInt.empty());
    }

    /** The first bound that has a price; the first of all if none has. */
    private static Usage priced(
            CompletionServices services, RequestFacts facts, int outputBound, Target target, Instant now) {
        List<Usage> bounds = OperationUsage.bounds(facts, outputBound);
        if (bounds.size() == 1) {
            return bounds.getFirst();
        }
        return bounds.stream()
                .filter(bound -> services.metering()
                        .costs()
                        .costNano(
                                target.provider().name(),
                                target.model(),
                                bound,
                                facts.serviceTier(),
                                now,
                                target.provider().region().orElse(null))
                        .isPresent())
                .findFirst()
                .orElse(bounds.getFirst());
    }

    private static LimitedCall limited(Attempt attempt, RequestFacts facts) {
        Usage expected = OperationUsage.estimate(
                facts.operation(), facts.shape().bodyLength(), attempt.bound().outputTokens(), attempt.bound());
        return LimitedCall.of(
                attempt.caller().limits(),
                attempt.caller(),
                facts.model(),
                facts.endUser(),
                expected.inputTokens() + expected.outputTokens(),
                attempt.requestId().toString());
    }
}
