package io.tollgate.chat.guard;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Decided;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a request: a verdict on each side where something follows, and what was said, where somebody looks at it later.
 * That is so where its policy stores it, where a judge was away, and where the rules leave something to somebody else: no answer
 * waits for a judge, so what {@code escalate} lets pass is examined again when it has passed.
 */
final class RequestRecord {

    private final GuardServices services;
    private final Caller caller;
    private final AskedOf asked;
    private final GuardPolicy policy;
    private final UnaryOperator<String> masked;
    private @Nullable Decided onInput;
    private @Nullable Transcript transcript;
    private boolean degraded;
    /** Whether it is looked at later whatever the answer is. */
    private boolean wanted;

    /** @param masked a text as others may have it */
    RequestRecord(
            GuardServices services, Caller caller, AskedOf asked, GuardPolicy policy, UnaryOperator<String> masked) {
        this.services = services;
        this.caller = caller;
        this.asked = asked;
        this.policy = policy;
        this.masked = masked;
    }

    /** @param withoutJudge whether the judge was asked in vain */
    void examined(Action action, boolean withoutJudge, Findings found) {
        degraded = withoutJudge;
        if (action != Action.ALLOW || degraded) {
            UUID verdict = services.verdicts().publish(caller, asked, policy, Stage.INPUT, action, degraded, found);
            onInput = new Decided(TranscriptRecorded.Stage.INPUT, Verdicts.decisionOf(action), verdict);
        }
    }

    /**
     * The request passes.
     *
     * @param left whether something of it is left to somebody else
     */
    void asked(List<String> texts, boolean left) {
        wanted = policy.storesContent() || degraded || left;
        boolean mayBe =
                policy.streamMode() != StreamMode.AUDIT && policy.output().canLeaveSomething();
        if (wanted || mayBe) {
            Transcript kept = new Transcript(services.config().transcriptCharactersMax());
            texts.forEach(kept::asked);
            transcript = kept;
        }
    }

    /** Whether what is said may be wanted. */
    boolean isKept() {
        return transcript != null;
    }

    void said(StreamGuard.Key key, String piece) {
        Transcript kept = transcript;
        if (kept != null) {
            kept.answered(key, piece);
        }
    }

    /** @param complete whether the client has all of it */
    void answered(StreamGuard guard, StageRules rules, boolean complete) {
        boolean audited = guard.mode() == StreamMode.AUDIT;
        boolean left = !audited && !guard.isBlocked() && guard.leavesSomething();
        Action gravest = guard.gravest();
        Action action = audited && gravest != Action.ALLOW ? Action.FLAG : gravest;
        List<Decided> decisions =
                decisions(action, left, () -> Findings.of(guard.findings().values(), rules));
        // What the client has of an answer that broke off is as much in need of somebody's opinion.
        publish(left || (wanted && complete), decisions);
    }

    /** @param said what the client has; null if it has nothing */
    void transcribed(Assessment found, StageRules rules, Action action, @Nullable String said) {
        boolean left = policy.streamMode() != StreamMode.AUDIT && said != null && rules.leavesSomething(found);
        List<Decided> decisions = decisions(action, left, () -> Findings.of(List.of(found), rules));
        if (said != null) {
            said(new StreamGuard.Key(0, "text"), said);
            publish(left || wanted, decisions);
        }
    }

    /** What was decided about the request and now about its answer; the latter becomes a verdict, if there is anything to tell. */
    private List<Decided> decisions(Action onAnswer, boolean left, Supplier<Findings> found) {
        List<Decided> decisions = new ArrayList<>(2);
        Decided before = onInput;
        if (before != null) {
            decisions.add(before);
        }
        if (onAnswer != Action.ALLOW) {
            Findings all = found.get();
            UUID verdict = services.verdicts()
                    .publish(
                            caller,
                            asked,
                            policy,
                            Stage.OUTPUT,
                            onAnswer,
                            degraded,
                            left ? all.with(JudgeOpinion.later(all.characters())) : all);
            decisions.add(new Decided(TranscriptRecorded.Stage.OUTPUT, Verdicts.decisionOf(onAnswer), verdict));
        }
        return decisions;
    }

    private void publish(boolean isToBeExamined, List<Decided> decisions) {
        Transcript kept = transcript;
        if (kept != null && isToBeExamined) {
            services.verdicts()
                    .transcript(caller, asked, policy, decisions, degraded, kept.isTruncated(), kept.turns(masked));
        }
    }
}
