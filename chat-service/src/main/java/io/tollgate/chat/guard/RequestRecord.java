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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a request: a verdict on each side where something follows, and what was said, where somebody looks at it later.
 * That is so where its policy stores it, where a judge was away, and where the rules leave something to somebody else: no answer
 * waits for a judge, so what {@code escalate} lets pass is examined again when it has passed. A request is told of once, when it
 * is over, however many attempts it took.
 */
final class RequestRecord {

    private final GuardServices services;
    private final Caller caller;
    private final AskedOf asked;
    private final GuardPolicy policy;
    private final UnaryOperator<String> masked;
    private @Nullable Decided onInput;
    /** About the last answer; null too where the client has nothing of it. */
    private @Nullable Decided onOutput;

    private @Nullable Transcript transcript;
    private boolean degraded;
    /**
     * Whether the request is examined again. Nothing that follows alters that: else a client would escape it that hangs up, or that
     * asks for what is withheld.
     */
    private boolean owed;
    /** Whether the answer is looked at later. */
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

    /**
     * @param withoutJudge whether the judge was asked in vain
     * @param found asked for only if there is anything to tell
     */
    void examined(Action action, boolean withoutJudge, Supplier<Findings> found) {
        degraded = withoutJudge;
        if (action != Action.ALLOW || degraded) {
            UUID verdict =
                    services.verdicts().publish(caller, asked, policy, Stage.INPUT, action, degraded, found.get());
            onInput = new Decided(TranscriptRecorded.Stage.INPUT, Verdicts.decisionOf(action), verdict);
        }
    }

    /**
     * The request passes.
     *
     * @param left whether something of it is left to somebody else
     */
    void asked(List<String> texts, boolean left) {
        owed = degraded || left;
        boolean mayBe =
                policy.streamMode() != StreamMode.AUDIT && policy.output().canLeaveSomething();
        if (owed || mayBe || policy.storesContent()) {
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

    /**
     * An attempt's answer has ended; another attempt may follow.
     *
     * @param complete whether the client has all of it
     */
    void answered(StreamGuard guard, StageRules rules, boolean complete) {
        boolean audited = guard.mode() == StreamMode.AUDIT;
        boolean left = !audited && !guard.isBlocked() && guard.leavesSomething();
        Action gravest = guard.gravest();
        Action action = audited && gravest != Action.ALLOW ? Action.FLAG : gravest;
        Decided decided =
                decided(action, left, () -> Findings.of(guard.findings().values(), rules));
        if (guard.isBlocked()) {
            withheld();
        } else {
            onOutput = decided;
            // What the client has of an answer that broke off is as much in need of somebody's opinion.
            wanted = left || (policy.storesContent() && complete);
        }
    }

    /** @param said what the client has; null if it has nothing */
    void transcribed(Assessment found, StageRules rules, Action action, @Nullable String said) {
        boolean left = policy.streamMode() != StreamMode.AUDIT && said != null && rules.leavesSomething(found);
        Decided decided = decided(action, left, () -> Findings.of(List.of(found), rules));
        if (said == null) {
            withheld();
        } else {
            said(new StreamGuard.Key(0, "text"), said);
            onOutput = decided;
            wanted = left || policy.storesContent();
        }
    }

    /** Examined again without what the client did not get, such an answer would look harmless, and its verdict be taken back. */
    private void withheld() {
        onOutput = null;
        wanted = false;
        Transcript kept = transcript;
        if (kept != null) {
            kept.unanswered();
        }
    }

    /** Becomes a verdict, if there is anything to tell. */
    private @Nullable Decided decided(Action onAnswer, boolean left, Supplier<Findings> found) {
        if (onAnswer == Action.ALLOW) {
            return null;
        }
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
        return new Decided(TranscriptRecorded.Stage.OUTPUT, Verdicts.decisionOf(onAnswer), verdict);
    }

    /** No attempt follows. What is called after the first time has no effect. */
    void over() {
        Transcript kept = transcript;
        transcript = null;
        if (kept != null && (owed || wanted)) {
            List<Decided> decisions =
                    Stream.of(onInput, onOutput).filter(Objects::nonNull).toList();
            services.verdicts()
                    .transcript(caller, asked, policy, decisions, degraded, kept.isTruncated(), kept.turns(masked));
        }
    }
}
