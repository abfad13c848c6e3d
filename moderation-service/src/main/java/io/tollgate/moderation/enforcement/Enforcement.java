package io.tollgate.moderation.enforcement;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.policy.TextMasking;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.judge.JudgeException;
import io.tollgate.moderation.judge.Judges;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Applies a policy to whole texts, as the gateway does to requests. Stores nothing and tells nobody. */
@Singleton
public class Enforcement {

    /** Longer texts are examined on a worker thread, so that they hold up no other call. */
    private static final int INLINE_CHARACTERS = 20_000;

    private final ModerationEngine engine;
    private final Judges judges;

    Enforcement(ModerationEngine engine, Judges judges) {
        this.engine = engine;
        this.judges = judges;
    }

    /**
     * @param whose whose texts they are
     * @param patience how long a judge may take
     */
    public Uni<Enforced> apply(
            CompiledPolicy policy, PolicyPublished.Stage stage, List<String> texts, Whose whose, Duration patience) {
        Uni<List<Assessment>> examined = Uni.createFrom()
                .item(() -> texts.stream()
                        .map(text -> engine.assess(text, policy.own()))
                        .toList());
        long characters = texts.stream().mapToLong(String::length).sum();
        return (characters <= INLINE_CHARACTERS
                        ? examined
                        : examined.runSubscriptionOn(Infrastructure.getDefaultExecutor()))
                .chain(assessments -> decide(policy, stage, texts, assessments, whose, patience));
    }

    private Uni<Enforced> decide(
            CompiledPolicy policy,
            PolicyPublished.Stage stage,
            List<String> texts,
            List<Assessment> assessments,
            Whose whose,
            Duration patience) {
        StageRules rules = policy.rules(stage);
        TextMasking masking = new TextMasking();
        Action certain = Action.ALLOW;
        Set<String> doubts = new TreeSet<>();
        List<String> doubtful = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Assessment assessment = assessments.get(i);
            certain = certain.orGraver(rules.of(assessment));
            certain = certain.orGraver(masked(masking, texts.get(i), assessment, rules));
            Set<String> ofText = rules.doubts(assessment);
            if (!ofText.isEmpty()) {
                doubts.addAll(ofText);
                doubtful.add(texts.get(i));
            }
        }
        Enforced sure = new Enforced(
                certain,
                assessments,
                subjects(rules, assessments, doubts),
                texts.stream().map(masking::mask).toList(),
                null,
                false);
        if (doubts.isEmpty() || certain == Action.BLOCK) {
            return Uni.createFrom().item(sure);
        }
        String judge = policy.judge();
        if (judge == null) {
            return Uni.createFrom().item(with(sure, certain.orGraver(Action.FLAG), null, false));
        }
        Action others = certain == Action.ESCALATE ? Action.ALLOW : certain;
        JudgeRequest question = new JudgeRequest(
                whose.requestId(), whose.organization(), whose.project(), stage, judge, List.copyOf(doubts), doubtful);
        return judges.ask(question, patience)
                .map(answer -> with(sure, others.orGraver(following(answer, rules, doubts)), answer, false))
                .onFailure(JudgeException.class)
                .recoverWithItem(failure -> with(sure, others.orGraver(without(failure, policy)), null, true));
    }

    private static Action masked(TextMasking masking, String text, Assessment assessment, StageRules rules) {
        try {
            masking.note(text, assessment, rules);
            return Action.ALLOW;
        } catch (IllegalStateException tooMuch) {
            // More than can be masked does not pass unmasked.
            return Action.BLOCK;
        }
    }

    private static Enforced with(Enforced sure, Action action, @Nullable JudgeAnswer answer, boolean degraded) {
        return new Enforced(action, sure.assessments(), sure.subjects(), sure.masked(), answer, degraded);
    }

    /**
     * What follows from a judgement.
     *
     * @param doubts what the judge was asked about
     */
    public static Action following(JudgeAnswer answer, StageRules rules, Collection<String> doubts) {
        return switch (answer.opinion()) {
            case SAFE -> Action.ALLOW;
            case CONTROVERSIAL -> Action.FLAG;
            case UNSAFE -> rules.judgedUnsafe(answer.categories(), doubts);
        };
    }

    private static Action without(JudgeException failure, CompiledPolicy policy) {
        boolean closed = failure.kind() == JudgeException.Kind.UNFIT || policy.failMode() == FailMode.CLOSED;
        return closed ? Action.BLOCK : Action.FLAG;
    }

    private static List<String> subjects(StageRules rules, List<Assessment> assessments, Set<String> doubts) {
        Set<String> subjects = new TreeSet<>(doubts);
        for (Assessment assessment : assessments) {
            for (Category category : Category.values()) {
                double score = assessment.scores().getOrDefault(category, 0.0);
                if (rules.category(category, score) != Action.ALLOW) {
                    subjects.add(category.wireName());
                }
            }
            for (Finding finding : assessment.findings()) {
                if (!(finding instanceof Hit) && rules.of(finding, assessment) != Action.ALLOW) {
                    subjects.add(StageRules.subject(finding));
                }
            }
        }
        return List.copyOf(subjects);
    }
}
