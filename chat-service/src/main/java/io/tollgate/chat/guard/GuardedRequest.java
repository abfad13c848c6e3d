package io.tollgate.chat.guard;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.policy.TextMasking;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
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
    private final TextMasking masking = new TextMasking();
    private final RequestRecord record;
    private @Nullable InlineModeration inline;
    private boolean hasInlineMember;
    private JsonObject inputResult = new JsonObject();
    private Action decision = Action.ALLOW;
    private boolean examined;
    private List<String> examinedTexts = List.of();
    private boolean degraded;

    /** @param policyIsKnown whether a policy that was published has been read: until then nothing passes */
    GuardedRequest(GuardServices services, Caller caller, AskedOf asked, GuardPolicy policy, boolean policyIsKnown) {
        this.services = services;
        this.caller = caller;
        this.asked = asked;
        this.policy = policy;
        this.policyIsKnown = policyIsKnown;
        this.record = new RequestRecord(services, caller, asked, policy, masking::mask);
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
        if ((rules.isEmpty() || texts.isEmpty()) && inline == null) {
            record.asked(texts, false);
            return Future.succeededFuture(new GuardDecision.Pass());
        }
        examined = true;
        examinedTexts = asked.isForm() ? List.copyOf(texts) : List.of();
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
        // Told of only where something follows, which is seldom so.
        Supplier<Findings> found = () -> Findings.of(assessments, rules);
        InlineModeration own = inline;
        if (own != null) {
            inputResult = ModerationResults.of(own.model(), assessments);
        }
        try {
            for (int i = 0; i < assessments.size(); i++) {
                masking.note(texts.get(i), assessments.get(i), rules);
            }
        } catch (IllegalStateException tooMuch) {
            return Future.succeededFuture(concluded(Action.BLOCK, false, found, texts));
        }
        Action certain = Action.ALLOW;
        Set<String> doubts = new TreeSet<>();
        List<String> doubtful = new ArrayList<>();
        for (int i = 0; i < assessments.size(); i++) {
            certain = certain.orGraver(rules.of(assessments.get(i)));
            Set<String> ofText = rules.doubts(assessments.get(i));
            if (!ofText.isEmpty()) {
                doubts.addAll(ofText);
                doubtful.add(texts.get(i));
            }
        }
        if (doubts.isEmpty() || certain == Action.BLOCK) {
            return Future.succeededFuture(concluded(certain, false, found, texts));
        }
        String judge = policy.judge();
        if (judge == null) {
            boolean left = assessments.stream().anyMatch(rules::leavesSomething);
            Findings all = found.get();
            Findings told = left ? all.with(JudgeOpinion.later(all.characters())) : all;
            return Future.succeededFuture(concluded(certain.orGraver(Action.FLAG), left, () -> told, texts));
        }
        // What the judge decides about is no longer for somebody else to decide.
        Action others = certain == Action.ESCALATE ? Action.ALLOW : certain;
        Findings all = found.get();
        return judged(judge, rules, List.copyOf(doubts), doubtful)
                .map(opinion -> concluded(
                        others.orGraver(opinion.action()),
                        false,
                        () -> all.with(opinion.hits(all.characters())),
                        texts));
    }

    /** @param left whether something is left to somebody else, who is asked later */
    private GuardDecision concluded(Action action, boolean left, Supplier<Findings> found, List<String> texts) {
        decision = action;
        if (action == Action.BLOCK) {
            Findings all = found.get();
            record.examined(action, degraded, () -> all);
            return new GuardDecision.Block(GatewayFailure.invalid(
                    "content_policy_violation",
                    asked.inputField(),
                    "Your request was refused by this gateway's content policy (" + String.join(", ", all.subjects())
                            + ")."));
        }
        record.examined(action, degraded, found);
        record.asked(texts, left);
        return new GuardDecision.Pass();
    }

    private Future<JudgeOpinion> judged(String judge, StageRules rules, List<String> doubts, List<String> texts) {
        JudgeRequest request = new JudgeRequest(
                asked.requestId(),
                caller.organization(),
                caller.project(),
                PolicyPublished.Stage.INPUT,
                judge,
                doubts,
                texts);
        return services.judge()
                .ask(request, services.config().judgeInputBudget())
                .map(answer -> JudgeOpinion.of(answer, rules, doubts))
                .otherwise(this::withoutJudge);
    }

    /** The guard's own scores decide, and the verdict says so. A judge that is not set up right is no outage: nothing passes. */
    private JudgeOpinion withoutJudge(Throwable failure) {
        degraded = true;
        boolean unfit = failure instanceof Judge.JudgeUnfitException;
        String reason = unfit ? "judge_unfit" : "judge_away";
        ChatMetrics.guardDegraded(services.registry(), reason).increment();
        if (unfit) {
            LOG.errorf("The judge cannot be used, so what it should judge is refused: %s", failure.getMessage());
        } else {
            LOG.warnf("The judge did not answer: request %s: %s", asked.requestId(), failure.getMessage());
        }
        boolean closed = unfit || policy.failMode() == FailMode.CLOSED;
        return new JudgeOpinion(closed ? Action.BLOCK : Action.FLAG, reason, List.of());
    }

    /**
     * What a provider is sent.
     *
     * @param body the request in the client's words
     */
    public Buffer upstream(Buffer body) {
        try {
            Buffer prepared = hasInlineMember ? MaskedBody.withoutInline(body) : body;
            if (masking.isEmpty()) {
                return prepared;
            }
            return asked.isForm()
                    ? MaskedBody.ofForm(prepared, examinedTexts, masking)
                    : BodyEditor.rewriteStrings(prepared, masking::mask);
        } catch (IOException | InlineModeration.Refused unreadable) {
            throw new IllegalStateException("a request that was read before cannot be read again");
        }
    }

    /** A text of the request as a provider may see it. */
    public String masked(String text) {
        return masking.mask(text);
    }

    /** What an answer to this request passes. A new one for each attempt. */
    public AnswerStage answer() {
        InlineModeration own = inline;
        StageRules rules = own != null && own.blocksOutput()
                ? policy.output().and(StageRules.forFlagged(Action.BLOCK))
                : policy.output();
        boolean nothingToDo =
                rules.isEmpty() && own == null && masking.originals().isEmpty() && !record.isKept();
        if (asked.isTranscribed() && (!rules.isEmpty() || record.isKept())) {
            return new TranscriptionStage(
                    text -> services.engine().assess(text, policy.own()),
                    rules,
                    policy.streamMode() == StreamMode.AUDIT,
                    (found, action, said) -> record.transcribed(found, rules, action, said));
        }
        if (nothingToDo || !asked.isAnsweredByText()) {
            return AnswerStage.OPEN;
        }
        StreamMode mode = rules.isEmpty() ? StreamMode.AUDIT : policy.streamMode();
        StreamGuard guard = new StreamGuard(StreamDetector.of(services.engine(), policy.own()), rules, mode);
        return new AnswerGuard(
                guard,
                masking.originals(),
                record::said,
                () -> moderation(guard),
                complete -> record.answered(guard, rules, complete));
    }

    /** Whether the answer is a transcription that is to be examined, in whatever form it comes: then it must be held until it is whole. */
    public boolean readsAnswer() {
        return asked.isTranscribed() && !policy.output().isEmpty();
    }

    /** The request is over, whatever came of it: what is to be examined again is published now. */
    public void over() {
        record.over();
    }

    private String moderation(StreamGuard guard) {
        InlineModeration own = inline;
        return own == null
                ? ""
                : ModerationResults.member(
                        inputResult,
                        ModerationResults.of(own.model(), guard.findings().values()));
    }

    /** Tells the caller what was done about the request, in headers of the answer. */
    public void describe(BiConsumer<String, String> header) {
        header.accept("x-moderation-status", !examined ? "skipped" : degraded ? "degraded" : "ok");
        if (examined) {
            header.accept("x-tollgate-moderation", decision.name().toLowerCase(Locale.ROOT));
        }
    }
}
