package io.tollgate.moderation.engine.policy;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.InjectionFinding;
import io.tollgate.moderation.engine.RuleFinding;
import io.tollgate.moderation.engine.SensitiveFinding;
import io.tollgate.moderation.engine.SubjectSet;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a policy makes of what is found in one stage. Of several rules that apply the gravest stands. */
public final class StageRules implements StreamRules {

    /** Nothing follows from anything. */
    public static final StageRules NONE = new StageRules(Map.of());

    private static final String INJECTION = "injection";
    private static final String SENSITIVE = "pii";

    /**
     * One rule.
     *
     * @param subject a category, {@code injection}, {@code pii}, {@code pii.} and a kind, or the id of a rule of the tenant's own
     * @param threshold the score from which it applies, 0 to 1
     */
    public record Rule(String subject, Action action, double threshold) {}

    private final Map<String, List<Rule>> bySubject;
    // Every request asks for these.
    private final boolean mindsSensitive;
    private final boolean canLeaveSomething;
    private final SubjectSet altering;

    private StageRules(Map<String, List<Rule>> bySubject) {
        this.bySubject = Map.copyOf(bySubject);
        mindsSensitive = bySubject.keySet().stream().anyMatch(subject -> subject.startsWith(SENSITIVE));
        canLeaveSomething =
                bySubject.values().stream().flatMap(List::stream).anyMatch(rule -> rule.action == Action.ESCALATE);
        altering = StreamRules.super.altering();
    }

    public static StageRules of(List<Rule> rules) {
        return new StageRules(rules.stream().collect(Collectors.groupingBy(Rule::subject)));
    }

    /** One action for every category that is flagged. */
    public static StageRules forFlagged(Action action) {
        Map<String, List<Rule>> bySubject = new HashMap<>();
        for (Category category : Category.values()) {
            bySubject.put(
                    category.wireName(), List.of(new Rule(category.wireName(), action, Assessment.FLAG_THRESHOLD)));
        }
        return new StageRules(bySubject);
    }

    /** The rules of both. */
    public StageRules and(StageRules others) {
        Map<String, List<Rule>> both = new HashMap<>(bySubject);
        others.bySubject.forEach((subject, rules) -> both.merge(subject, rules, (mine, theirs) -> {
            List<Rule> joined = new ArrayList<>(mine);
            joined.addAll(theirs);
            return joined;
        }));
        return new StageRules(both);
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
    public SubjectSet altering() {
        return altering;
    }

    @Override
    public boolean mindsSensitive() {
        return mindsSensitive;
    }

    @Override
    public Action sensitive(SensitiveKind kind) {
        return of(SENSITIVE, 1).orGraver(of(SENSITIVE + "." + kind.wireName(), 1));
    }

    private Action of(String subject, double score) {
        Action gravest = Action.ALLOW;
        // A score of nothing meets a threshold of nothing, and still nothing was found.
        if (score > 0) {
            List<Rule> rules = bySubject.getOrDefault(subject, List.of());
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                gravest = score >= rule.threshold ? gravest.orGraver(rule.action) : gravest;
            }
        }
        return gravest;
    }

    /** What follows from one thing that was found. */
    public Action of(Finding finding, Assessment assessment) {
        return switch (finding) {
            case Hit hit -> category(hit.category(), assessment.scores().getOrDefault(hit.category(), 0.0));
            case InjectionFinding _ -> injection(assessment.injection().score());
            case SensitiveFinding data -> sensitive(data.kind());
            case RuleFinding rule -> rule(rule.rule());
        };
    }

    /** What a policy calls what was found. */
    public static String subject(Finding finding) {
        return switch (finding) {
            case Hit hit -> hit.category().wireName();
            case InjectionFinding _ -> INJECTION;
            case SensitiveFinding data -> SENSITIVE + "." + data.kind().wireName();
            case RuleFinding rule -> rule.rule();
        };
    }

    /** What follows from a subject whatever its score. */
    public Action certain(String subject) {
        Action action = of(subject, 1);
        return subject.startsWith(SENSITIVE + ".") ? action.orGraver(of(SENSITIVE, 1)) : action;
    }

    /** Whether the rules leave anything at all to somebody else. */
    public boolean canLeaveSomething() {
        return canLeaveSomething;
    }

    /** Whether they leave something of a text to somebody else, whatever else follows from it. */
    public boolean leavesSomething(Assessment assessment) {
        return assessment.scores().entrySet().stream()
                        .anyMatch(score -> category(score.getKey(), score.getValue()) == Action.ESCALATE)
                || assessment.findings().stream().anyMatch(finding -> of(finding, assessment) == Action.ESCALATE);
    }

    /**
     * What follows where a second opinion is sure. Nobody else is asked then, and no place in the text is known that could be
     * masked: what the rules would leave to others or have masked is blocked.
     *
     * @param named what it names
     * @param asked what it was asked about
     */
    public Action judgedUnsafe(Collection<String> named, Collection<String> asked) {
        return Stream.concat(named.stream(), asked.stream())
                .map(this::certain)
                .map(action -> action.compareTo(Action.ESCALATE) >= 0 ? Action.BLOCK : action)
                .reduce(Action.FLAG, Action::orGraver);
    }

    /**
     * About what of a text a second opinion is wanted: what is only suspected, and something would follow from it if it were
     * certain; and what the rules leave to somebody else.
     */
    public Set<String> doubts(Assessment assessment) {
        Set<String> doubts = new TreeSet<>();
        assessment.scores().forEach((category, score) -> {
            boolean suspected = assessment.suspected().contains(category) && category(category, 1) != Action.ALLOW;
            if (suspected || category(category, score) == Action.ESCALATE) {
                doubts.add(category.wireName());
            }
        });
        for (Finding finding : assessment.findings()) {
            if (of(finding, assessment) == Action.ESCALATE) {
                doubts.add(subject(finding));
            }
        }
        return doubts;
    }

    /** What follows from a whole text, as far as it is certain. */
    public Action of(Assessment assessment) {
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
