package io.tollgate.moderation.review;

import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.enforcement.Enforcement;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.tollgate.moderation.transcript.StoredTranscript.Earlier;
import java.util.List;
import java.util.Objects;

/**
 * Examines a completed chat again, with more time than there was then: whole texts, the policy that is in force now, and the judge
 * where that had not been asked.
 */
final class Reexamination {

    private final Examination examination;
    private final SecondOpinion judge;
    private final NoArgGenerator ids;
    private final String engine;

    /** @param engine version of the engine and its term lists */
    Reexamination(Examination examination, SecondOpinion judge, NoArgGenerator ids, String engine) {
        this.examination = examination;
        this.judge = judge;
        this.ids = ids;
        this.engine = engine;
    }

    /** Fails if a judge that is to be asked has no answer: then it is too early to conclude. */
    Uni<List<Outcome>> examine(StoredTranscript transcript, List<Turn> turns, PolicyRules policy) {
        return examine(transcript, turns, policy, Stage.INPUT)
                .chain(input -> examine(transcript, turns, policy, Stage.OUTPUT).map(output -> List.of(input, output)));
    }

    private Uni<Outcome> examine(StoredTranscript transcript, List<Turn> turns, PolicyRules policy, Stage stage) {
        Examined examined = examination.examine(policy, stage, turns);
        return action(transcript, policy, stage, examined)
                .map(action -> stage == Stage.OUTPUT && policy.reportsOutput() && action == Action.BLOCK
                        ? Action.FLAG
                        : action)
                .map(action -> outcome(transcript, policy, stage, examined, Examined.decision(action)));
    }

    private Uni<Action> action(StoredTranscript transcript, PolicyRules policy, Stage stage, Examined examined) {
        String judgedBy = policy.judge();
        if (examined.doubts().isEmpty() || judgedBy == null || examined.certain() == Action.BLOCK) {
            return Uni.createFrom().item(examined.withoutOpinion());
        }
        boolean wasJudged = stage == Stage.INPUT
                && !transcript.degraded()
                && Objects.equals(policy.version(), transcript.policyVersion());
        if (wasJudged) {
            return Uni.createFrom().item(actionOf(transcript.input().decision()));
        }
        // What the judge decides about is no longer for somebody else to decide.
        Action others = examined.certain() == Action.ESCALATE ? Action.ALLOW : examined.certain();
        return judge.ask(new JudgeRequest(
                        transcript.requestId(),
                        transcript.organization(),
                        transcript.project(),
                        stage == Stage.INPUT ? PolicyPublished.Stage.INPUT : PolicyPublished.Stage.OUTPUT,
                        judgedBy,
                        examined.doubts(),
                        examined.doubtful()))
                .map(answer -> others.orGraver(Enforcement.following(answer, policy.of(stage), examined.doubts())));
    }

    private static Action actionOf(Decision decision) {
        return switch (decision) {
            case ALLOW -> Action.ALLOW;
            case FLAG -> Action.FLAG;
            case ESCALATE -> Action.ESCALATE;
            case REDACT -> Action.REDACT;
            case BLOCK -> Action.BLOCK;
        };
    }

    /** A verdict is published where it differs from the one then, and where that one was degraded: it stands corrected, or confirmed. */
    private Outcome outcome(
            StoredTranscript transcript, PolicyRules policy, Stage stage, Examined examined, Decision decision) {
        Earlier earlier = transcript.earlier(stage);
        boolean resolves = transcript.degraded() && earlier.verdict() != null;
        if (decision == earlier.decision() && !resolves) {
            return new Outcome(stage, earlier, decision, examined, null);
        }
        VerdictReached verdict = new VerdictReached(
                ids.generate(),
                transcript.requestId(),
                transcript.organization(),
                transcript.project(),
                stage == Stage.INPUT ? VerdictReached.Stage.INPUT : VerdictReached.Stage.OUTPUT,
                decision,
                false,
                engine,
                examined.scores(),
                examined.subjects(),
                examined.hits(),
                examined.characters(),
                examined.scanned(),
                earlier.verdict(),
                policy.version());
        return new Outcome(stage, earlier, decision, examined, verdict);
    }
}
