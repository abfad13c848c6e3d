package io.tollgate.chat.guard;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy makes of what is found in one stage. Of several rules that apply the gravest stands. */
public final class StageRules implements StreamRules {

    /** Nothing follows from anything. */
    static final StageRules NONE = new StageRules(Map.of());

    private static final String INJECTION = "injection";
    private static final String SENSITIVE = "pii";

    /** @param threshold the score from which it applies */
    private record Rule(Action action, double threshold) {}

    private final Map<String, List<Rule>> bySubject;

    private StageRules(Map<String, List<Rule>> bySubject) {
        this.bySubject = Map.copyOf(bySubject);
    }

    static StageRules of(List<PolicyPublished.Rule> rules, PolicyPublished.Stage stage) {
        Map<String, List<Rule>> bySubject = new HashMap<>();
        for (PolicyPublished.Rule rule : rules) {
            if (rule.stage() == stage) {
                bySubject
                        .computeIfAbsent(rule.subject(), none -> new ArrayList<>())
                        .add(new Rule(actionOf(rule.action()), thresholdOf(rule.threshold())));
            }
        }
        return new StageRules(bySubject);
    }

    /** One action for every category that is flagged. */
    static StageRules forFlagged(Action action) {
        Map<String, List<Rule>> bySubject = new HashMap<>();
        for (Category category : Category.values()) {
            bySubject.put(category.wireName(), List.of(new Rule(action, Assessment.FLAG_THRESHOLD)));
        }
        return new StageRules(bySubject);
    }

    /** The rules of both. */
    StageRules and(StageRules others) {
        Map<String, List<Rule>> both = new HashMap<>(bySubject);
        others.bySubject.forEach((subject, rules) -> both.merge(subject, rules, (mine, theirs) -> {
            List<Rule> joined = new ArrayList<>(mine);
            joined.addAll(theirs);
            return joined;
        }));
        return new StageRules(both);
    }

    private static Action actionOf(PolicyPublished.Action action) {
        return switch (action) {
            case ALLOW -> Action.ALLOW;
            case FLAG -> Action.FLAG;
            case ESCALATE -> Action.ESCALATE;
            case REDACT -> Action.REDACT;
            case BLOCK -> Action.BLOCK;
        };
    }

    private static double thresholdOf(@Nullable Double threshold) {
        return threshold == null ? Assessment.FLAG_THRESHOLD : threshold;
    }

    /** Whether nothing follows from anything, so that nothing need be examined. */
    public boolean isEmpty() {
        return bySubject.isEmpty();
    }

    @Override
    public Action category(Category category, double score) {
        return of(category.wireName(), score);
    }

    @Override
    public Action injection(double score) {
        return of(INJECTION, score);
    }

    @Override
    public Action rule(String rule) {
        return of(rule, 1);
    }

    @Override
    public boolean mindsSensitive() {
        return bySubject.keySet().stream().anyMatch(subject -> subject.startsWith(SENSITIVE));
    }

    @Override
    public Action sensitive(SensitiveKind kind) {
        return of(SENSITIVE, 1).orGraver(of(SENSITIVE + "." + kind.wireName(), 1));
    }

    private Action of(String subject, double score) {
        Action gravest = Action.ALLOW;
        // A score of nothing meets a threshold of nothing, and still nothing was found.
        if (score > 0) {
            for (Rule rule : bySubject.getOrDefault(subject, List.of())) {
                gravest = score >= rule.threshold ? gravest.orGraver(rule.action) : gravest;
            }
        }
        return gravest;
    }

    /** Whether something would follow from what is only suspected in a text, if it were certain. */
    boolean suspects(Assessment assessment) {
        return assessment.suspected().stream().anyMatch(category -> category(category, 1) != Action.ALLOW);
    }

    /** What follows from a whole text, as far as it is certain. */
    Action of(Assessment assessment) {
        Action gravest = injection(assessment.injection().score());
        for (Map.Entry<Category, Double> score : assessment.scores().entrySet()) {
            gravest = gravest.orGraver(category(score.getKey(), score.getValue()));
        }
        for (var data : assessment.sensitive()) {
            gravest = gravest.orGraver(sensitive(data.kind()));
        }
        for (var rule : assessment.rules()) {
            gravest = gravest.orGraver(rule(rule.rule()));
        }
        return gravest;
    }
}
