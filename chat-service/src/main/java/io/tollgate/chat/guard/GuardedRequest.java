package io.tollgate.chat.guard;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Decided;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamDetector;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The guard on one request, from its texts to the end of its answer. Examined once; after that it prepares what a provider is sent,
 * and guards what comes back. Used on one event loop.
 */
public final class GuardedRequest {

    private static final Logger LOG = Logger.getLogger(GuardedRequest.class);

    private final GuardServices services;
    private final Caller caller;
    private final AskedOf asked;
    private final GuardPolicy policy;
    private final boolean policyIsKnown;
    private final RequestMasking masking = new RequestMasking();
    private @Nullable Transcript transcript;
    private @Nullable InlineModeration inline;
    private boolean hasInlineMember;
    private JsonObject inputResult = new JsonObject();
    private Action decision = Action.ALLOW;
    private boolean examined;
    private boolean degraded;
    private @Nullable UUID verdictId;

    /** @param policyIsKnown whether a policy that was published has been read: until then nothing passes */
    GuardedRequest(GuardServices services, Caller caller, AskedOf asked, GuardPolicy policy, boolean policyIsKnown) {
        this.services = services;
        this.caller = caller;
        this.asked = asked;
        this.policy = policy;
        this.policyIsKnown = policyIsKnown;
    }

    /**
     * Whether the request may go to a provider. To be asked once.
     *
     * @param body as the client sent it
     * @param texts every text in it
     */
    public Future<GuardDecision> examine(byte[] body, List<String> texts) {
        if (!policyIsKnown) {
            return Future.succeededFuture(new GuardDecision.Block(GatewayFailure.unavailable(
                    "The gateway is still reading its moderation policies; try again shortly.", 1)));
        }
        try {
            readInline(body);
        } catch (InlineModeration.Refused refused) {
            return Future.succeededFuture(new GuardDecision.Block(refused.failure()));
        }
        StageRules rules = inputRules();
        if (rules.isEmpty() && inline == null) {
            recordAsked(texts);
            return Future.succeededFuture(new GuardDecision.Pass());
        }
        examined = true;
        // An engine that throws fails the future, on whichever thread it ran: a caller has one way to learn of it.
        return Future.<List<Assessment>>future(
                        assessed -> whereItHoldsUpNobody(texts).onComplete(assessed))
                .compose(assessments -> decide(rules, texts, assessments));
    }

    private void readInline(byte[] body) throws InlineModeration.Refused {
        InlineModeration.Found found = asked.operation() == Operation.CHAT ? InlineModeration.in(body) : null;
        if (found != null) {
            hasInlineMember = true;
            inline = found.moderation();
        }
    }

    private StageRules inputRules() {
        InlineModeration own = inline;
        return own != null && own.blocksInput()
                ? policy.input().and(StageRules.forFlagged(Action.BLOCK))
                : policy.input();
    }

    private Future<List<Assessment>> whereItHoldsUpNobody(List<String> texts) {
        long characters = texts.stream().mapToLong(String::length).sum();
        return characters <= services.config().inlineCharacters()
                ? Future.succeededFuture(assess(texts))
                : services.vertx().executeBlocking(() -> assess(texts), false);
    }

    private List<Assessment> assess(List<String> texts) {
        List<Assessment> assessments = new ArrayList<>(texts.size());
        for (String text : texts) {
            assessments.add(services.engine().assess(text, policy.own()));
        }
        return assessments;
    }

    private Future<GuardDecision> decide(StageRules rules, List<String> texts, List<Assessment> assessments) {
        Findings found = Findings.of(assessments, rules);
        Action action = withSuspicion(rules, assessments);
        InlineModeration own = inline;
        if (own != null) {
            inputResult = ModerationResults.of(own.model(), assessments);
        }
        try {
            for (int i = 0; i < assessments.size(); i++) {
                masking.note(texts.get(i), assessments.get(i), rules);
            }
        } catch (IllegalStateException tooMuch) {
            return Future.succeededFuture(concluded(Action.BLOCK, found, texts));
        }
        return judged(action, found, PolicyPublished.Stage.INPUT, texts).map(judged -> concluded(judged, found, texts));
    }

    /** What is only suspected is for the judge, if there is one, and for the record otherwise. */
    private Action withSuspicion(StageRules rules, List<Assessment> assessments) {
        Action certain = assessments.stream().map(rules::of).reduce(Action.ALLOW, Action::orGraver);
        if (assessments.stream().noneMatch(rules::suspects)) {
            return certain;
        }
        return certain.orGraver(policy.judge() == null ? Action.FLAG : Action.ESCALATE);
    }

    private GuardDecision concluded(Action action, Findings found, List<String> texts) {
        decision = action;
        if (action != Action.ALLOW || degraded) {
            verdictId = services.verdicts().publish(caller, asked, policy, Stage.INPUT, action, degraded, found);
        }
        if (action == Action.BLOCK) {
            return new GuardDecision.Block(GatewayFailure.invalid(
                    "content_policy_violation",
                    "messages",
                    "Your request was refused by this gateway's content policy (" + String.join(", ", found.subjects())
                            + ")."));
        }
        recordAsked(texts);
        return new GuardDecision.Pass();
    }

    /** Where the policy has it stored, or has it examined again because the judge was away: `open` says so. */
    private void recordAsked(List<String> texts) {
        if (policy.storesContent() || degraded) {
            Transcript kept = new Transcript(services.config().transcriptCharactersMax());
            texts.forEach(kept::asked);
            transcript = kept;
        }
    }

    /** What is to be escalated goes to the judge, if the policy names one. */
    private Future<Action> judged(Action action, Findings found, PolicyPublished.Stage stage, List<String> texts) {
        String judge = policy.judge();
        if (action != Action.ESCALATE || judge == null) {
            return Future.succeededFuture(action);
        }
        JudgeRequest request = new JudgeRequest(
                asked.requestId(), caller.organization(), caller.project(), stage, judge, found.subjects(), texts);
        return services.judge()
                .ask(request, services.config().judgeInputBudget())
                .map(GuardedRequest::actionOf)
                .otherwise(this::withoutJudge);
    }

    private static Action actionOf(JudgeAnswer answer) {
        return switch (answer.opinion()) {
            case SAFE -> Action.ALLOW;
            case CONTROVERSIAL -> Action.FLAG;
            case UNSAFE -> Action.BLOCK;
        };
    }

    /** The guard's own scores decide, and the verdict says so. A judge that is not set up right is no outage: nothing passes. */
    private Action withoutJudge(Throwable failure) {
        degraded = true;
        boolean unfit = failure instanceof Judge.JudgeUnfitException;
        ChatMetrics.guardDegraded(services.registry(), unfit ? "judge_unfit" : "judge_away")
                .increment();
        if (unfit) {
            LOG.errorf("The judge cannot be used, so what it should judge is refused: %s", failure.getMessage());
        } else {
            LOG.warnf("The judge did not answer: request %s: %s", asked.requestId(), failure.getMessage());
        }
        return unfit || policy.failMode() == FailMode.CLOSED ? Action.BLOCK : Action.FLAG;
    }

    /**
     * What a provider is sent.
     *
     * @param body the request in the client's words
     */
    public Buffer upstream(Buffer body) {
        if (!hasInlineMember && masking.isEmpty()) {
            return body;
        }
        try {
            Buffer prepared = withoutInline(body);
            return masking.isEmpty() ? prepared : BodyEditor.rewriteStrings(prepared, masking::mask);
        } catch (IOException | InlineModeration.Refused unreadable) {
            throw new IllegalStateException("a request that was read before cannot be read again");
        }
    }

    private Buffer withoutInline(Buffer body) throws InlineModeration.Refused {
        byte[] bytes = body.getBytes();
        InlineModeration.Found found = hasInlineMember ? InlineModeration.in(bytes) : null;
        if (found == null) {
            return body;
        }
        Buffer without = Buffer.buffer(bytes.length);
        Edit.apply(List.of(found.removal()), bytes, 0, bytes.length, without);
        return without;
    }

    /** What an answer to this request passes. A new one for each attempt. */
    public AnswerStage answer() {
        InlineModeration own = inline;
        StageRules rules = own != null && own.blocksOutput()
                ? policy.output().and(StageRules.forFlagged(Action.BLOCK))
                : policy.output();
        Transcript kept = transcript;
        boolean nothingToDo =
                rules.isEmpty() && own == null && masking.originals().isEmpty() && kept == null;
        if (nothingToDo || !asked.isAnsweredByText()) {
            return AnswerStage.OPEN;
        }
        StreamMode mode = rules.isEmpty() ? StreamMode.AUDIT : policy.streamMode();
        StreamGuard guard = new StreamGuard(StreamDetector.of(services.engine(), policy.own()), rules, mode);
        BiConsumer<StreamGuard.Key, String> said = kept == null ? (key, piece) -> {} : kept::answered;
        return new AnswerGuard(
                guard,
                masking.originals(),
                said,
                () -> moderation(guard),
                complete -> answered(guard, rules, complete));
    }

    private String moderation(StreamGuard guard) {
        InlineModeration own = inline;
        return own == null
                ? ""
                : ModerationResults.member(
                        inputResult,
                        ModerationResults.of(own.model(), guard.findings().values()));
    }

    private void answered(StreamGuard guard, StageRules rules, boolean complete) {
        Action action = guard.gravest();
        List<Decided> decisions = new ArrayList<>(2);
        UUID onInput = verdictId;
        if (onInput != null) {
            decisions.add(new Decided(TranscriptRecorded.Stage.INPUT, Verdicts.decisionOf(decision), onInput));
        }
        if (action != Action.ALLOW) {
            Action done = guard.mode() == StreamMode.AUDIT ? Action.FLAG : action;
            Findings found = Findings.of(guard.findings().values(), rules);
            UUID onOutput = services.verdicts().publish(caller, asked, policy, Stage.OUTPUT, done, degraded, found);
            decisions.add(new Decided(TranscriptRecorded.Stage.OUTPUT, Verdicts.decisionOf(done), onOutput));
        }
        Transcript kept = transcript;
        if (kept != null && complete) {
            services.verdicts()
                    .transcript(
                            caller, asked, policy, decisions, degraded, kept.isTruncated(), kept.turns(masking::mask));
        }
    }

    /** Tells the caller what was done about the request, in headers of the answer. */
    public void describe(BiConsumer<String, String> header) {
        header.accept("x-moderation-status", !examined ? "skipped" : degraded ? "degraded" : "ok");
        if (examined) {
            header.accept("x-tollgate-moderation", decision.name().toLowerCase(Locale.ROOT));
        }
    }
}
